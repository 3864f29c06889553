-- The cells of the published reports: beside those of the unit's own return they show where the two differ.
select
    figures.report_year,
    reports.unit_id,
    figures.report_id,
    figures.table_code,
    figures.row_code,
    figures.column_code,
    cast(figures.value as {{ figure_type() }}) as value,
    figures.cell_state,
    figures.raw_text,
    reports.template_version,
    figures.source_locator
from {{ ref('stg_published_reports__figures') }} as figures
inner join {{ ref('fct_published_reports') }} as reports
    on figures.report_id = reports.report_id and figures.crawl_day = reports.crawl_day
