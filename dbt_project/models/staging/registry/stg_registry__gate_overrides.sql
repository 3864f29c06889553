with current_delivery as ({{ current_delivery('landed_registry') }})

select
    landed.report_year,
    landed.scope,
    landed.reason,
    landed.decided_by_office,
    landed.decided_by,
    landed.decided_on
from {{ source('landed_registry', 'gate_overrides') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
