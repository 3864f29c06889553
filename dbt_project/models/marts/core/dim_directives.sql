select
    {{ dbt.concat([text('report_year'), "'-directive-'", text('directive_no')]) }} as directive_id,
    report_year,
    document_no,
    kind,
    unit_id,
    directive,
    due_date,
    due_basis,
    due_words,
    source_locator
from {{ ref('stg_notices__directives') }}
