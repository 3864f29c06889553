with current_delivery as ({{ current_delivery('landed_notices') }})

select
    {{ task_id('landed.report_year', 'landed.task_no') }} as task_id,
    landed.report_year,
    landed.task_no,
    landed.assignment_no,
    landed.role,
    landed.assigned_as,
    landed.unit_id,
    landed.group_code,
    landed.scope_note,
    landed.source_locator
from {{ source('landed_notices', 'assignments') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
