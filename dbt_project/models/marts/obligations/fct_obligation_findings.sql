-- What is wrong with what units owe, beyond an item being missing or late; every row names its rule and both sides.
{% set checks = [
    'int_chase_files_checked',
    'int_chase_lines_checked',
    'int_chase_leads_checked',
    'int_chase_units_counted',
] -%}
{% for check in checks -%}
select
    rule_code,
    report_year,
    unit_id,
    task_id,
    row_key,
    subject,
    expected,
    actual,
    difference,
    source_locator
from {{ ref(check) }}
{{ 'union all' if not loop.last }}
{% endfor %}
