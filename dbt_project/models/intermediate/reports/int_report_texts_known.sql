-- The prose of each unit's annual report of a year, clause by clause: of its return, else of the report that its portal
-- shows. What is too short to be compared is not there: a workbook has no prose to speak of.
with limits as ({{ thresholds(['least_text_length']) }}),

said as (
    select
        clauses.report_year,
        submissions.unit_id,
        'return' as origin,
        1 as priority,
        clauses.clause,
        clauses.clause_length,
        clauses.source_locator
    from {{ ref('stg_returns__clauses') }} as clauses
    inner join {{ ref('int_submissions_known') }} as submissions
        on clauses.submission_id = submissions.submission_id and submissions.is_active
    where submissions.form = 'annual_statistics'
    union all
    select
        reports.report_year,
        reports.unit_id,
        'published' as origin,
        2 as priority,
        clauses.clause,
        clauses.clause_length,
        clauses.source_locator
    from {{ ref('stg_published_reports__clauses') }} as clauses
    inner join {{ ref('fct_published_reports') }} as reports
        on clauses.report_id = reports.report_id and clauses.crawl_day = reports.crawl_day
),

measured as (
    select
        *,
        sum(clause_length) over (partition by report_year, unit_id, priority) as text_length
    from said
),

long_enough as (
    select
        measured.*,
        min(measured.priority) over (partition by measured.report_year, measured.unit_id) as best
    from measured
    cross join limits
    where measured.text_length >= limits.least_text_length
)

select
    report_year,
    unit_id,
    origin,
    clause,
    clause_length,
    text_length,
    source_locator
from long_enough
where priority = best
