select
    known.submission_id,
    known.receipt_id,
    known.unit_id,
    known.form,
    known.template_version,
    known.report_year,
    known.received_at,
    known.received_basis,
    known.file_name,
    known.sha256,
    known.outcome,
    known.is_active,
    known.superseded_by,
    known.is_withdrawn,
    known.withdrawn_at,
    known.withdrawal_reason,
    known.note,
    settled.submission_id is not null as is_settled,
    known.is_synthetic
from {{ ref('int_submissions_known') }} as known
left join {{ ref('int_submissions_settled') }} as settled on known.submission_id = settled.submission_id
