with current_delivery as ({{ current_delivery('landed_notices') }})

select
    landed.report_year,
    landed.document_no,
    landed.title,
    landed.issuer,
    landed.index_no,
    landed.issued_on,
    landed.published_on,
    landed.file_name,
    landed.sha256
from {{ source('landed_notices', 'notices') }} as landed
inner join current_delivery on landed.delivery_id = current_delivery.delivery_id
