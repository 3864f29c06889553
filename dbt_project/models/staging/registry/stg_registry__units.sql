with current_delivery as ({{ current_delivery('landed_registry') }})

select
    landed.unit_id,
    landed.unit_name,
    landed.short_name,
    landed.unit_type,
    landed.group_code,
    landed.valid_from,
    landed.valid_to,
    landed.sort_order,
    landed.basis,
    landed.source_locator
from {{ source('landed_registry', 'units') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
