with current_delivery as ({{ current_delivery('landed_registry') }})

select
    landed.unit_id,
    landed.basis
from {{ source('landed_registry', 'rule_makers') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
