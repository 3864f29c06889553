with current_delivery as ({{ current_delivery('landed_registry') }})

select
    landed.report_year,
    landed.unit_id,
    landed.reported_by,
    landed.basis
from {{ source('landed_registry', 'reports_for') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
