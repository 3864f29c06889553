with current_delivery as ({{ current_delivery('landed_registry') }})

select
    landed.scope,
    landed.scope_name,
    landed.scope_kind,
    landed.own_unit_id,
    landed.basis
from {{ source('landed_registry', 'rollups') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
