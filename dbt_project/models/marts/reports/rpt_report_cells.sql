-- The cells of the annual reports in print order, with their labels.
select
    figures.report_year,
    figures.scope,
    scopes.scope_order,
    figures.template_version,
    cells.table_code,
    cells.cell_order,
    cells.row_order,
    cells.column_order,
    cells.row_code,
    cells.column_code,
    cells.row_path,
    cells.column_path,
    cells.unit,
    figures.value,
    figures.cell_state,
    figures.raw_text,
    figures.is_partial,
    figures.owing_count,
    figures.counted_count,
    figures.uncounted_units,
    figures.deducted,
    figures.deduction_reason,
    figures.source_locator
from {{ ref('int_report_cells') }} as figures
inner join {{ ref('dim_report_cells') }} as cells
    on
        figures.template_version = cells.template_version
        and {{ same_cell('figures', 'cells') }}
        and cells.form = 'annual_statistics'
inner join {{ ref('int_report_scopes') }} as scopes
    on figures.report_year = scopes.report_year and figures.scope = scopes.scope
