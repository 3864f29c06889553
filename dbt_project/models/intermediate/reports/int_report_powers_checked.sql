-- Rules (规章) reported by a unit that has no power to make any.
select
    'RPT-03' as rule_code,
    figures.report_year,
    figures.scope as unit_id,
    {{ dbt.concat([text('figures.report_year'), "'|'", 'figures.scope', "'|'", 'figures.column_code']) }} as row_key,
    {{ dbt.concat(['scopes.scope_name', "' '", 'cells.cell_name']) }} as subject,
    '0：本单位不在有规章制定权的单位之列（rule_makers.csv）' as expected,
    {{ plain_number('figures.value') }} as actual,
    figures.value as difference,
    figures.source_locator
from {{ ref('int_report_cells') }} as figures
inner join {{ ref('int_report_scopes') }} as scopes
    on figures.report_year = scopes.report_year and figures.scope = scopes.scope and not scopes.is_rollup
inner join {{ ref('dim_report_cells') }} as cells
    on
        figures.template_version = cells.template_version
        and {{ same_cell('figures', 'cells') }}
        and cells.form = 'annual_statistics'
left join {{ ref('stg_registry__rule_makers') }} as rule_makers on figures.scope = rule_makers.unit_id
where
    figures.table_code = 'disclosures'
    and figures.row_code = 'rules'
    and figures.value > 0
    and rule_makers.unit_id is null
