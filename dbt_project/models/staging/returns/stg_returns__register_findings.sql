-- Every year's intake reads the whole register: what is wrong with lines of no year is found by each, and is one.
with current_delivery as ({{ current_delivery('landed_inbox') }})

select distinct
    landed.report_year,
    landed.rule_code,
    landed.found,
    landed.expected,
    landed.remedy,
    landed.source_locator
from {{ source('landed_inbox', 'register_findings') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
