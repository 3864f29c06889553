with current_delivery as ({{ current_delivery('landed_inbox') }})

select
    landed.report_year,
    landed.file_name,
    landed.receipt_id,
    landed.sha256,
    landed.registered_at,
    landed.withdrawn_at,
    landed.withdrawal_reason,
    landed.note
from {{ source('landed_inbox', 'inventory') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
