with current_delivery as ({{ current_delivery('landed_verdicts') }})

select
    landed.report_year,
    landed.rule_code,
    landed.found,
    landed.expected,
    landed.remedy,
    landed.source_locator
from {{ source('landed_verdicts', 'findings') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
