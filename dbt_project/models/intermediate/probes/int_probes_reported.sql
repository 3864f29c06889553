-- The annual report is there, whole, and in time. A file that does not open says nothing of its sections; whole, but
-- late or without a date, is a part of what is asked. Wanted are the sections that the probe expects, and three tables.
with asked as (select * from {{ ref('int_probes_asked') }} where kind = 'reported' and state = 'ready'),

deadlines as (
    select
        units.report_year,
        units.unit_id,
        coalesce(deadlines.local_due, deadlines.legal_due) as due_date
    from {{ ref('int_units_by_year') }} as units
    inner join {{ ref('stg_registry__deadlines') }} as deadlines
        on
            units.report_year = deadlines.report_year
            and units.unit_type = deadlines.unit_type
            and deadlines.form = 'annual_statistics'
            and deadlines.is_owed
),

found as (
    select
        asked.probe_id,
        asked.unit_id,
        asked.report_year,
        asked.crawl_day,
        asked.expected_number + 3 as wanted,
        deadlines.due_date,
        reports.report_id,
        reports.url,
        reports.published_on,
        reports.outcome = 'rejected' and reports.section_count = 0 as is_unreadable,
        coalesce(reports.section_count + reports.table_count, 0) as found,
        reports.missing_sections,
        reports.missing_tables
    from asked
    left join deadlines on asked.report_year = deadlines.report_year and asked.unit_id = deadlines.unit_id
    left join {{ ref('fct_published_reports') }} as reports
        on asked.report_year = reports.report_year and asked.unit_id = reports.unit_id
),

judged as (
    select
        *,
        case
            when due_date is null then 'not_owed'
            when report_id is null and crawl_day <= due_date then 'not_due'
            when report_id is null then 'absent'
            when is_unreadable then 'unreadable'
            when found < wanted then 'short'
            when published_on is null then 'undated'
            when published_on > due_date then 'late'
            else 'whole'
        end as finding
    from found
)

select
    probe_id,
    unit_id,
    found,
    wanted,
    case
        when finding in ('not_owed', 'not_due', 'unreadable') then 'cannot_tell'
        when finding in ('absent', 'short') then 'not_shown'
        when finding in ('undated', 'late') then 'partly'
        else 'shown'
    end as result,
    case finding
        when 'not_owed' then '时限表中该类单位不报年度报告'
        when 'not_due' then {{ dbt.concat(["'未到时限 '", text('due_date')]) }}
        when 'absent' then {{ dbt.concat(["'没有找到 '", text('report_year'), "' 年年度报告（时限 '", text('due_date'), "'）'"]) }}
        when 'unreadable' then '年度报告的文件读不出来'
        when 'short'
            then {{ dbt.concat([
                "'年度报告缺：'",
                "coalesce(missing_sections, '')",
                "case when missing_sections is not null and missing_tables is not null then '；' else '' end",
                "coalesce(" ~ dbt.concat(["'统计表（'", 'missing_tables', "'）'"]) ~ ", '')",
            ]) }}
        when 'undated' then '年度报告齐全，没有注明公布日期'
        when 'late' then {{ dbt.concat(["'年度报告齐全，公布于 '", text('published_on'), "'，迟于 '", text('due_date')]) }}
        else {{ dbt.concat(["'年度报告齐全，公布于 '", text('published_on')]) }}
    end as detail,
    url as evidence_url
from judged
