with current_delivery as ({{ current_delivery('landed_registry') }})

select
    landed.report_year,
    landed.unit_type,
    landed.form,
    landed.is_owed,
    landed.legal_due,
    landed.local_due,
    landed.basis
from {{ source('landed_registry', 'deadlines') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
