with current_delivery as ({{ current_delivery('landed_registry') }})

select
    landed.day,
    landed.is_workday,
    landed.holiday_name
from {{ source('landed_registry', 'calendar_days') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
