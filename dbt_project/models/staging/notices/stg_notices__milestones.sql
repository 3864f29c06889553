with current_delivery as ({{ current_delivery('landed_notices') }})

select
    {{ task_id('landed.report_year', 'landed.task_no') }} as task_id,
    landed.report_year,
    landed.task_no,
    landed.milestone_no,
    landed.milestone,
    landed.due_date,
    landed.due_basis,
    landed.due_words,
    landed.source_locator
from {{ source('landed_notices', 'milestones') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
