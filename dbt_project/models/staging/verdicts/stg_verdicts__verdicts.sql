with current_delivery as ({{ current_delivery('landed_verdicts') }})

select
    landed.line_no,
    landed.fingerprint,
    landed.verdict,
    landed.reason,
    landed.decided_by,
    landed.decided_on
from {{ source('landed_verdicts', 'verdicts') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
