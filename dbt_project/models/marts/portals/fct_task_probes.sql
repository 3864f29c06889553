-- What the portal of a unit shows of a task, whatever the unit says of it. Where a site was not looked at to its end,
-- what is missing may only not have been reached: nobody can tell.
with asked as (select * from {{ ref('int_probes_asked') }}),

answers as (
    {% for kind in ['listed', 'named', 'dated', 'numbered', 'paired', 'illustrated', 'copied', 'counted', 'marked', 'sectioned', 'worded', 'reported'] -%}
    select * from {{ ref('int_probes_' ~ kind) }}
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor -%}
),

answered as (
    select
        asked.*,
        answers.found,
        answers.wanted,
        answers.detail as answer,
        answers.evidence_url,
        answers.result as answered_result,
        asked.is_capped
        and answers.result in ('not_shown', 'partly')
        and asked.kind not in ('sectioned', 'reported', 'worded') as is_cut_short
    from asked
    left join answers on asked.probe_id = answers.probe_id and asked.unit_id = answers.unit_id
)

select
    report_year,
    task_id,
    unit_id,
    probe_id,
    kind,
    what,
    crawl_day,
    case
        when state = 'lost' then 'not_shown'
        when state <> 'ready' or answered_result is null or is_cut_short then 'cannot_tell'
        else answered_result
    end as result,
    found,
    wanted,
    case state
        when 'no_site' then '没有登记门户网站'
        when 'not_crawled' then '站点规则不让采集，或没有采集到'
        when 'no_column' then '没有登记应看的栏目'
        when 'unread' then '应看的栏目当天没有打开'
        when 'lost' then '应看的栏目打不开'
        else
            case
                when answered_result is null then '没有可比的内容，或不知道应有哪些'
                when is_cut_short then {{ dbt.concat(["'站点没有看全：'", "coalesce(answer, '')"]) }}
                else answer
            end
    end as detail,
    coalesce(evidence_url, looked_at) as evidence_url,
    due_date,
    {{ as_of() }} as as_of
from answered
