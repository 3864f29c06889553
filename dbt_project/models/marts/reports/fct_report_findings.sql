-- What does not fit in the annual reports, from each comparison; every row names its rule and both sides.
{% set comparisons = [
    'int_report_years_compared',
    'int_report_powers_checked',
    'int_report_sources_compared',
    'int_report_sums_checked',
    'int_report_fees_checked',
    'int_report_texts_compared',
    'int_report_zeros_checked',
    'int_report_dates_checked',
] -%}
{% for comparison in comparisons -%}
select
    rule_code,
    report_year,
    unit_id,
    row_key,
    subject,
    expected,
    actual,
    difference,
    source_locator
from {{ ref(comparison) }}
{{ 'union all' if not loop.last }}
{% endfor %}
