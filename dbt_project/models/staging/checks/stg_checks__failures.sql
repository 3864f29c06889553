with current_delivery as ({{ current_delivery('landed_checks') }})

select
    landed.dataset,
    landed.rule_code,
    landed.report_year,
    landed.unit_id,
    landed.task_id,
    landed.row_key,
    landed.subject,
    landed.expected,
    landed.actual,
    landed.difference,
    landed.source_locator
from {{ source('landed_checks', 'failures') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
