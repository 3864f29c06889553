with current_delivery as ({{ current_delivery('landed_inbox') }})

select
    landed.report_year,
    landed.file_name,
    landed.withdrawn_at,
    landed.withdrawal_reason
from {{ source('landed_inbox', 'withdrawals') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
