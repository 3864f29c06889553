with current_delivery as ({{ current_delivery('landed_portal_registry') }})

select
    landed.probe_id,
    {{ task_id('landed.report_year', 'landed.task_no') }} as task_id,
    landed.report_year,
    landed.task_no,
    landed.kind,
    landed.column_code,
    landed.pattern,
    landed.expected,
    landed.expected_number,
    landed.table_code,
    landed.row_code,
    landed.figure_column,
    landed.period_from,
    landed.period_to,
    landed.what,
    landed.basis,
    landed.source_locator
from {{ source('landed_portal_registry', 'task_probes') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
