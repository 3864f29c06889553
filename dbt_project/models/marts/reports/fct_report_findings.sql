-- What does not fit in the annual reports, from each comparison; every row names its rule and both sides.
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
from {{ ref('int_report_years_compared') }}
union all
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
from {{ ref('int_report_powers_checked') }}
union all
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
from {{ ref('int_report_sources_compared') }}
union all
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
from {{ ref('int_report_sums_checked') }}
union all
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
from {{ ref('int_report_fees_checked') }}
