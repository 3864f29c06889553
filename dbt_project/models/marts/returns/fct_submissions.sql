select
    submission_id,
    unit_id,
    form,
    report_year,
    received_at,
    received_basis,
    file_name,
    sha256,
    outcome,
    is_active,
    superseded_by,
    is_withdrawn,
    is_synthetic
from {{ ref('int_submissions_known') }}
