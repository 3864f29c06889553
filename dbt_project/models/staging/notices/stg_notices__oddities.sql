with current_delivery as ({{ current_delivery('landed_notices') }})

select
    case when landed.task_no is not null then {{ task_id('landed.report_year', 'landed.task_no') }} end as task_id,
    landed.report_year,
    landed.rule_code,
    landed.found,
    landed.expected,
    landed.source_locator
from {{ source('landed_notices', 'oddities') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
