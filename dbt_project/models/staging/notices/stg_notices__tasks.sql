with current_delivery as ({{ current_delivery('landed_notices') }})

select
    {{ task_id('landed.report_year', 'landed.task_no') }} as task_id,
    landed.report_year,
    landed.document_no,
    landed.task_no,
    landed.theme,
    landed.section,
    landed.title,
    landed.requirement,
    landed.cadence,
    landed.source_locator
from {{ source('landed_notices', 'tasks') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
