select
    cells.form,
    cells.template_version,
    cells.table_code,
    cells.row_code,
    cells.column_code,
    cells.cell_order,
    cells.row_order,
    cells.column_order,
    cells.row_label,
    cells.row_path,
    cells.row_heading,
    cells.column_label,
    cells.column_path,
    {{ dbt.concat(["coalesce(tables.label, '')", "'“'", "coalesce(cells.row_label, cells.row_heading, '')", "case when cells.column_label is null then '”' else " ~ dbt.concat(["'”“'", 'cells.column_label', "'”'"]) ~ ' end']) }} as cell_name,
    cells.kind,
    cells.unit,
    versions.first_year,
    versions.last_year
from {{ ref('stg_forms__cells') }} as cells
inner join {{ ref('stg_forms__versions') }} as versions
    on cells.form = versions.form and cells.template_version = versions.template_version
left join {{ ref('labels') }} as tables on tables.domain = 'report_table' and cells.table_code = tables.code
