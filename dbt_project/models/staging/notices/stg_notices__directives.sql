with current_delivery as ({{ current_delivery('landed_notices') }})

select
    landed.report_year,
    landed.document_no,
    landed.directive_no,
    landed.kind,
    landed.unit_id,
    landed.directive,
    landed.due_date,
    landed.due_basis,
    landed.due_words,
    landed.source_locator
from {{ source('landed_notices', 'directives') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
