with current_delivery as ({{ current_delivery('landed_registry') }})

select
    landed.unit_type,
    landed.unit_id,
    landed.scope_kind,
    landed.basis
from {{ source('landed_registry', 'scope_kinds') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
