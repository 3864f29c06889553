with current_delivery as ({{ current_delivery('landed_registry') }})

select
    landed.report_year,
    landed.scope,
    landed.table_code,
    landed.row_code,
    landed.column_code,
    landed.deduct,
    landed.units,
    landed.reason,
    landed.decided_by_office,
    landed.decided_on,
    landed.source_locator
from {{ source('landed_registry', 'joint_cases') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
