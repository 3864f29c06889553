select
    landed.report_id,
    landed.crawl_day,
    landed.report_year,
    landed.clause,
    landed.clause_length,
    landed.source_locator
from {{ source('landed_published_reports', 'clauses') }} as landed
inner join {{ ref('stg_published_reports__reports') }} as reports
    on
        landed.report_id = reports.report_id
        and landed.crawl_day = reports.crawl_day
        and landed.delivery_id = reports.delivery_id
