with current_delivery as ({{ current_delivery('landed_forms') }})

select
    landed.form,
    landed.template_version,
    landed.title,
    landed.first_year,
    landed.last_year
from {{ source('landed_forms', 'versions') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
