with current_delivery as ({{ current_delivery('landed_forms') }})

select
    landed.form,
    landed.template_version,
    landed.table_code,
    landed.row_code,
    landed.column_code,
    landed.cell_order,
    landed.row_order,
    landed.column_order,
    landed.row_label,
    landed.row_path,
    landed.row_heading,
    landed.column_label,
    landed.column_path,
    landed.kind,
    landed.unit
from {{ source('landed_forms', 'cells') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
