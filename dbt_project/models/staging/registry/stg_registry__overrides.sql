with current_delivery as ({{ current_delivery('landed_registry') }})

select
    {{ task_id('landed.report_year', 'landed.task_no') }} as task_id,
    landed.report_year,
    landed.unit_id,
    landed.action,
    landed.reason,
    landed.decided_by_office,
    landed.decided_on
from {{ source('landed_registry', 'overrides') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
