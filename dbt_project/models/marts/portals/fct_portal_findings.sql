-- What the newest inspection of each site found wrong, one row a thing to be put right; the rules are PRT-* of
-- expectations/rules.csv. What a page says is only judged where the site could be read (daily.is_read).
{%- set fields = ['crawl_day', 'site_id', 'what', 'where_found', 'expected', 'actual', 'difference', 'source_locator'] %}
{%- set share = "cast(round(100 * {}) as integer)" %}

with limits as (
    {{ thresholds([
        'unreachable_share', 'probe_window_days', 'home_stale_days', 'interpretation_workdays'
    ]) }}
),

crawls as (select * from {{ ref('int_portals_crawled') }} where is_newest),

daily as (
    select daily.*
    from {{ ref('fct_portal_daily') }} as daily
    inner join crawls on daily.crawl_day = crawls.crawl_day and daily.site_id = crawls.site_id
),

-- The columns of what could be read.
portal_columns as (
    select portal_columns.*
    from {{ ref('fct_portal_columns') }} as portal_columns
    inner join crawls on portal_columns.crawl_day = crawls.crawl_day and portal_columns.site_id = crawls.site_id
    where crawls.is_read
),

statuses as (select * from {{ ref('labels') }} where domain = 'fetch_status'),

problems as (select * from {{ ref('labels') }} where domain = 'tag_problem'),

kinds as (select * from {{ ref('labels') }} where domain = 'personal_number'),

caps as (select * from {{ ref('labels') }} where domain = 'crawl_cap'),

tags as (
    select
        tags.crawl_day,
        tags.site_id,
        tags.tag_name,
        tags.problem,
        count(distinct tags.url) as page_count,
        min(tags.url) as url
    from {{ ref('stg_portals__page_tags') }} as tags
    inner join crawls on tags.crawl_day = crawls.crawl_day and tags.site_id = crawls.site_id
    where crawls.is_read
    group by tags.crawl_day, tags.site_id, tags.tag_name, tags.problem
),

persons as (
    select
        persons.crawl_day,
        persons.site_id,
        persons.url,
        persons.kind,
        count(distinct persons.masked) as number_count,
        min(persons.masked) as masked
    from {{ ref('stg_portals__personal_data') }} as persons
    group by persons.crawl_day, persons.site_id, persons.url, persons.kind
),

prt_01 as (
    select
        daily.crawl_day,
        daily.site_id,
        '站点打不开' as what,
        daily.home_url as where_found,
        {{ dbt.concat(["'最近'", text("cast(limits.probe_window_days as integer)"), "'天打不开的次数低于'", text(share.format('limits.unreachable_share')), "'%'"]) }} as expected,
        {{ dbt.concat(["'打不开的次数占'", text(share.format('daily.failed_share')), "'%'"]) }} as actual,
        cast(null as integer) as difference,
        daily.home_url as source_locator
    from daily
    cross join limits
    where daily.is_unreachable
),

prt_02 as (
    select
        daily.crawl_day,
        daily.site_id,
        '首页没有更新' as what,
        daily.home_url as where_found,
        {{ dbt.concat([text("cast(limits.home_stale_days as integer)"), "'天内有更新'"]) }} as expected,
        coalesce({{ dbt.concat(["'最近更新于'", text('daily.home_newest_on')]) }}, '没有注明发布日期的信息') as actual,
        cast(daily.days_since_home_update - limits.home_stale_days as integer) as difference,
        daily.home_url as source_locator
    from daily
    cross join limits
    where daily.is_home_stale
),

prt_03 as (
    select
        crawl_day,
        site_id,
        {{ dbt.concat(["'栏目“'", 'column_name', "'”没有按期更新'"]) }} as what,
        column_code as where_found,
        {{ dbt.concat([text('update_days'), "'天内有更新'"]) }} as expected,
        coalesce({{ dbt.concat(["'最近更新于'", text('newest_on')]) }}, '没有注明发布日期的信息') as actual,
        cast(days_since_update - update_days as integer) as difference,
        url as source_locator
    from portal_columns
    where is_stale
),

prt_04 as (
    select
        crawl_day,
        site_id,
        {{ dbt.concat(["'栏目“'", 'column_name', "'”是空白'"]) }} as what,
        column_code as where_found,
        '栏目有内容' as expected,
        '没有条目、附件和正文' as actual,
        cast(null as integer) as difference,
        url as source_locator
    from portal_columns
    where is_blank
),

prt_05 as (
    select
        portal_columns.crawl_day,
        portal_columns.site_id,
        {{ dbt.concat(["'必备栏目“'", 'portal_columns.column_name', "'”打不开'"]) }} as what,
        portal_columns.column_code as where_found,
        '打得开' as expected,
        coalesce(statuses.label, portal_columns.status) as actual,
        cast(null as integer) as difference,
        portal_columns.url as source_locator
    from portal_columns
    left join statuses on portal_columns.status = statuses.code
    where
        (portal_columns.is_section or portal_columns.is_required)
        and not portal_columns.is_present
        and not ({{ is_unseen('portal_columns.status') }})
),

links as (
    select
        links.crawl_day,
        links.site_id,
        links.is_on_home,
        {{ dbt.concat([
            "case when links.is_on_home then '首页' else '内页' end",
            "'上的链接打不开：'",
            "links.url"
        ]) }} as what,
        links.url as where_found,
        '打得开' as expected,
        coalesce(links.detail, statuses.label, links.status) as actual,
        cast(null as integer) as difference,
        coalesce(links.referrer, links.url) as source_locator
    from {{ ref('int_links_dead') }} as links
    left join statuses on links.status = statuses.code
),

prt_06 as (select * from links where is_on_home),

prt_07 as (select * from links where not is_on_home),

prt_08 as (
    select
        tags.crawl_day,
        tags.site_id,
        {{ dbt.concat(["'网页标签 '", 'tags.tag_name', "' '", 'problems.label']) }} as what,
        tags.tag_name as where_found,
        '有这个标签，内容合乎规范' as expected,
        {{ dbt.concat([text('tags.page_count'), "'个页面'", 'problems.label']) }} as actual,
        cast(null as integer) as difference,
        tags.url as source_locator
    from tags
    left join problems on tags.problem = problems.code
),

prt_09 as (
    select
        marks.crawl_day,
        marks.site_id,
        {{ dbt.concat(["'首页页脚没有'", 'marks.mark_label']) }} as what,
        marks.mark as where_found,
        marks.mark_label as expected,
        '没有找到' as actual,
        cast(null as integer) as difference,
        crawls.home_url as source_locator
    from {{ ref('int_marks_missing') }} as marks
    inner join crawls on marks.crawl_day = crawls.crawl_day and marks.site_id = crawls.site_id
),

prt_10 as (
    select
        persons.crawl_day,
        persons.site_id,
        {{ dbt.concat(["'页面上留有'", 'kinds.label']) }} as what,
        persons.url as where_found,
        '不出现个人号码' as expected,
        {{ dbt.concat([text('persons.number_count'), "'个，如'", 'persons.masked']) }} as actual,
        cast(null as integer) as difference,
        persons.url as source_locator
    from persons
    left join kinds on persons.kind = kinds.code
),

pairs as (
    select pairs.*
    from {{ ref('fct_policy_pairs') }} as pairs
    inner join crawls on pairs.crawl_day = crawls.crawl_day and pairs.site_id = crawls.site_id
),

prt_11 as (
    select
        crawl_day,
        site_id,
        {{ dbt.concat(["'政策文件“'", "coalesce(policy_title, policy_url)", "'”没有解读'"]) }} as what,
        policy_url as where_found,
        '有解读' as expected,
        '没有找到' as actual,
        cast(null as integer) as difference,
        policy_url as source_locator
    from pairs
    where is_unpaired
),

prt_12 as (
    select
        pairs.crawl_day,
        pairs.site_id,
        {{ dbt.concat(["'政策文件“'", "coalesce(pairs.policy_title, pairs.policy_url)", "'”的解读晚了'"]) }} as what,
        pairs.interpretation_url as where_found,
        {{ dbt.concat(["'文件公布后'", text("cast(limits.interpretation_workdays as integer)"), "'个工作日内'"]) }} as expected,
        {{ dbt.concat([text('pairs.policy_published_on'), "'公布，'", text('pairs.interpretation_published_on'), "'解读，隔'", text('pairs.lag_workdays'), "'个工作日'"]) }} as actual,
        cast(pairs.lag_workdays - limits.interpretation_workdays as integer) as difference,
        pairs.interpretation_url as source_locator
    from pairs
    cross join limits
    where pairs.is_late
),

prt_13 as (
    select
        crawls.crawl_day,
        crawls.site_id,
        {{ dbt.concat(["'页面“'", "coalesce(history.title, history.url)", "'”所印日期早于出现的日期'"]) }} as what,
        history.url as where_found,
        '所印日期即发布日期' as expected,
        {{ dbt.concat(["'印'", text('history.printed_on'), "'，'", text('history.last_absent_on'), "'还没有，'", text('history.first_seen_on'), "'首次见到'"]) }} as actual,
        cast(history.days_between as integer) as difference,
        history.url as source_locator
    from {{ ref('fct_page_history') }} as history
    inner join crawls on history.site_id = crawls.site_id and history.last_seen_on = crawls.crawl_day
    where history.is_backdated
),

prt_14 as (
    select
        crawls.crawl_day,
        crawls.site_id,
        '不让采集，没有巡检' as what,
        {{ dbt.concat([dbt.split_part("crawls.home_url", "'/'", 1), "'//'", dbt.split_part("crawls.home_url", "'/'", 3), "'/robots.txt'"]) }} as where_found,
        '站点规则读得到，并允许巡检' as expected,
        coalesce(crawls.robots_detail, statuses.label, crawls.home_status) as actual,
        cast(null as integer) as difference,
        crawls.home_url as source_locator
    from crawls
    left join statuses
        on case when crawls.robots_status = 'ok' then crawls.home_status else crawls.robots_status end = statuses.code
    where crawls.is_closed
),

prt_15 as (
    select
        pages.crawl_day,
        pages.site_id,
        {{ dbt.concat(["'目录里的“'", "coalesce(nullif(pages.title, ''), pages.url)", "'”已删除'"]) }} as what,
        pages.url as where_found,
        '已删除的不再列出' as expected,
        '页面称内容已删除' as actual,
        cast(null as integer) as difference,
        pages.url as source_locator
    from {{ ref('stg_portals__pages') }} as pages
    inner join crawls on pages.crawl_day = crawls.crawl_day and pages.site_id = crawls.site_id
    where pages.is_deleted and crawls.is_read
),

prt_18 as (
    select
        crawls.crawl_day,
        crawls.site_id,
        '页面没有尽头，没有看全' as what,
        {{ dbt.split_part("crawls.capped_at", "'?'", 1) }} as where_found,
        '在上限之内看得完' as expected,
        coalesce(caps.label, crawls.capped_by) as actual,
        cast(null as integer) as difference,
        crawls.capped_at as source_locator
    from crawls
    left join caps on crawls.capped_by = caps.code
    where crawls.capped_by is not null
),

findings as (
    {% for number in ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14', '15', '18'] -%}
    select
        'PRT-{{ number }}' as rule_code,
        {{ fields | join(', ') }}
    from prt_{{ number }}
    {{ 'union all' if not loop.last }}
    {% endfor -%}
)

select
    {{ dbt.hash(dbt.concat(['findings.rule_code', "'|'", 'findings.site_id', "'|'", "coalesce(findings.where_found, '')", "'|'", 'findings.what'])) }} as finding_id,
    findings.rule_code,
    findings.site_id,
    crawls.unit_id,
    findings.crawl_day,
    {{ dbt.concat(['crawls.site_name', "'：'", 'findings.what']) }} as subject,
    findings.where_found,
    findings.expected,
    findings.actual,
    findings.difference,
    findings.source_locator
from findings
inner join crawls on findings.site_id = crawls.site_id and findings.crawl_day = crawls.crawl_day
