with notes as (
    select
        report_year,
        scope,
        version,
        {{ dbt.listagg('note', "'\n'", 'order by note_order') }} as notes
    from {{ ref('stg_report_versions__notes') }}
    group by report_year, scope, version
)

select
    versions.report_year,
    versions.scope,
    versions.version,
    versions.scope_name,
    versions.scope_kind_label,
    versions.is_rollup,
    versions.template_version,
    versions.as_of,
    versions.data_version,
    versions.is_synthetic,
    versions.version = max(versions.version) over (partition by versions.report_year, versions.scope) as is_newest,
    notes.notes
from {{ ref('stg_report_versions__versions') }} as versions
left join notes
    on
        versions.report_year = notes.report_year
        and versions.scope = notes.scope
        and versions.version = notes.version
