-- The lines of the returns that count. A line that a unit left blank says nothing and is not here.
with looked_at as (
    select
        url,
        evidence_status
    from (
        select
            *,
            row_number() over (partition by url order by crawl_day desc) as recency
        from {{ ref('stg_portals__evidence') }}
    ) as ranked
    where recency = 1
),

units_with_site as (select distinct unit_id from {{ ref('stg_portals__sites') }})

select
    lines.submission_id,
    submissions.unit_id,
    lines.report_year,
    lines.line_no,
    lines.task_id,
    lines.item_kind,
    lines.due_date,
    lines.progress_status,
    lines.status_text,
    lines.completed_on,
    lines.progress_text,
    lines.evidence_url,
    case
        when lines.evidence_url is null then 'not_given'
        -- Off the registered portals is no fault of a unit whose own portal nobody has registered.
        when looked_at.evidence_status = 'off_topic' and units_with_site.unit_id is null then 'not_checked'
        else coalesce(looked_at.evidence_status, 'not_checked')
    end as evidence_status,
    lines.source_locator
from {{ ref('stg_returns__progress_lines') }} as lines
inner join {{ ref('int_submissions_known') }} as submissions
    on lines.submission_id = submissions.submission_id and submissions.is_active
left join looked_at on lines.evidence_url = looked_at.url
left join units_with_site on submissions.unit_id = units_with_site.unit_id
where
    lines.status_text is not null
    or lines.progress_text is not null
    or lines.completed_on is not null
    or lines.evidence_url is not null
