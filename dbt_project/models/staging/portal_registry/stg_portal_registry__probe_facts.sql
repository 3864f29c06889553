with current_delivery as ({{ current_delivery('landed_portal_registry') }})

select
    landed.report_year,
    landed.probe_id,
    landed.unit_id,
    landed.fact
from {{ source('landed_portal_registry', 'probe_facts') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
