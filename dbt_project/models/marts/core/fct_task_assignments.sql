select
    task_id,
    report_year,
    unit_id,
    role,
    assigned_as,
    scope_note,
    source_locator
from {{ ref('int_assignments_expanded') }}
