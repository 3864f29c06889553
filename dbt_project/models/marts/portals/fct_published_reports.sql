-- The annual report of a unit and year as its portal has it: of the newest crawl that found any, the one that can be
-- read, and of several the fullest. A file says no date: it is as old as the page that leads to it.
with reports as (
    select
        *,
        min(published_on) over (partition by unit_id, report_year, crawl_day) as told_on
    from {{ ref('stg_published_reports__reports') }}
)

select
    report_year,
    unit_id,
    site_id,
    report_id,
    crawl_day,
    url,
    title,
    coalesce(published_on, told_on) as published_on,
    format,
    sha256,
    outcome,
    is_synthetic,
    template_version,
    section_count,
    missing_sections,
    table_count,
    missing_tables
from (
    select
        *,
        row_number() over (
            partition by unit_id, report_year
            order by
                crawl_day desc,
                case when outcome = 'rejected' then 1 else 0 end,
                table_count desc,
                section_count desc,
                report_id
        ) as choice
    from reports
) as ranked
where choice = 1
