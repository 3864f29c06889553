with current_delivery as ({{ current_delivery('landed_registry') }})

select
    landed.scope,
    landed.unit_type,
    landed.basis
from {{ source('landed_registry', 'rollup_members') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
