-- The lines of the returns that count. A line that a unit left blank says nothing and is not here.
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
    -- Nobody has looked at the link yet; the portal inspection will say reachable, gone, moved …
    case when lines.evidence_url is null then 'not_given' else 'not_checked' end as evidence_status,
    lines.source_locator
from {{ ref('stg_returns__progress_lines') }} as lines
inner join {{ ref('int_submissions_known') }} as submissions
    on lines.submission_id = submissions.submission_id and submissions.is_active
where
    lines.status_text is not null
    or lines.progress_text is not null
    or lines.completed_on is not null
    or lines.evidence_url is not null
