with current_delivery as ({{ current_delivery('landed_rules') }})

select
    landed.rule_code,
    landed.severity,
    landed.title,
    landed.compared,
    landed.basis,
    landed.dataset
from {{ source('landed_rules', 'rules') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
