with current_delivery as ({{ current_delivery('landed_forms') }})

select
    landed.form,
    landed.template_version,
    landed.identity_no,
    landed.rule_code,
    landed.title,
    landed.table_code,
    landed.direction,
    landed.relation,
    landed.side,
    landed.term
from {{ source('landed_forms', 'identity_terms') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
