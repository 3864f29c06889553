-- As many entries as the unit itself reports: by its published annual report, else by the return that counts.
with asked as (select * from {{ ref('int_probes_asked') }} where kind = 'counted' and state = 'ready'),

published as (select * from {{ ref('fct_published_figures') }}),

reported as (
    select
        submissions.unit_id,
        figures.report_year,
        figures.table_code,
        figures.row_code,
        figures.column_code,
        figures.value
    from {{ ref('stg_returns__figures') }} as figures
    inner join {{ ref('int_submissions_known') }} as submissions
        on figures.submission_id = submissions.submission_id and submissions.is_active
),

wanted as (
    select
        asked.probe_id,
        asked.unit_id,
        cast(coalesce(published.value, reported.value) as integer) as wanted,
        case when published.value is not null then '已公布的年报' else '报送的年度统计' end as said_by
    from asked
    left join published
        on
            asked.unit_id = published.unit_id
            and asked.report_year = published.report_year
            and asked.table_code = published.table_code
            and asked.row_code = published.row_code
            and asked.figure_column = published.column_code
    left join reported
        on
            asked.unit_id = reported.unit_id
            and asked.report_year = reported.report_year
            and asked.table_code = reported.table_code
            and asked.row_code = reported.row_code
            and asked.figure_column = reported.column_code
),

counted as (
    select
        wanted.probe_id,
        wanted.unit_id,
        wanted.wanted,
        wanted.said_by,
        cast(count(matched.entry_url) as integer) as found
    from wanted
    left join {{ ref('int_probes_matched') }} as matched
        on wanted.probe_id = matched.probe_id and wanted.unit_id = matched.unit_id
    group by wanted.probe_id, wanted.unit_id, wanted.wanted, wanted.said_by
)

select
    probe_id,
    unit_id,
    found,
    wanted,
    -- More than the unit says that there are is not wrong by what is missing, but one of the two is.
    case when wanted > 0 and found > wanted then 'partly' else {{ probe_result('found', 'wanted') }} end as result,
    case
        when coalesce(wanted, 0) = 0 then '年报中没有可比的数字'
        when found = wanted then {{ dbt.concat(["'共 '", text('found'), "' 件，与'", 'said_by', "'一致'"]) }}
        else {{ dbt.concat(["'门户上 '", text('found'), "' 件，'", 'said_by', "'为 '", text('wanted'), "' 件'"]) }}
    end as detail,
    {{ text('null') }} as evidence_url
from counted
