-- 报送及时率: of what was due, how much came and how much of it in time. The city by group of units, each unit by what
-- it owes, each with a total. Where nothing was due there is no rate: that is neither 0 nor 100.
with details as (select * from {{ ref('rpt_obligation_details') }}),

units as (select * from {{ ref('int_units_by_year') }}),

unit_type_labels as (select * from {{ ref('labels') }} where domain = 'unit_type'),

owed as (
    select
        details.report_year,
        details.unit_id,
        details.unit_order,
        details.short_name,
        details.obligation_type_label,
        details.type_order,
        unit_type_labels.label as unit_type_label,
        unit_type_labels.sort_order as unit_type_order,
        case
            when details.status <> 'exempt' and details.due_date < {{ as_of() }} then details.status
        end as status_if_due
    from details
    inner join units on details.report_year = units.report_year and details.unit_id = units.unit_id
    left join unit_type_labels on units.unit_type = unit_type_labels.code
),

lines as (
    {% for scope, unit_order, short_name, line_order, row_label in [
        ("'city'", '0', "'全市'", 'unit_type_order', 'unit_type_label'),
        ("'city'", '0', "'全市'", '999', "'合计'"),
        ('unit_id', 'unit_order', 'short_name', 'type_order', 'obligation_type_label'),
        ('unit_id', 'unit_order', 'short_name', '999', "'合计'"),
    ] -%}
    select
        report_year,
        {{ scope }} as scope,
        {{ unit_order }} as unit_order,
        {{ short_name }} as short_name,
        {{ line_order }} as line_order,
        {{ row_label }} as row_label,
        status_if_due
    from owed
    {{ 'union all' if not loop.last }}
    {% endfor -%}
),

counted as (
    select
        report_year,
        scope,
        unit_order,
        short_name,
        line_order,
        row_label,
        count(status_if_due) as due_count,
        {% for status in ['on_time', 'late', 'missing'] -%}
        sum({{ one_if("status_if_due = '" ~ status ~ "'") }}) as {{ status }}_count{{ ',' if not loop.last }}
        {% endfor -%}
    from lines
    group by report_year, scope, unit_order, short_name, line_order, row_label
)

select
    scope,
    cast(row_number() over (partition by report_year, scope order by line_order) as integer) as row_order,
    report_year,
    cast(unit_order as integer) as unit_order,
    short_name,
    row_label,
    cast(due_count as integer) as due_count,
    {% for status in ['on_time', 'late', 'missing'] -%}
    cast({{ status }}_count as integer) as {{ status }}_count,
    {% endfor -%}
    cast(100.0 * on_time_count / nullif(due_count, 0) as numeric(5, 1)) as on_time_rate,
    cast(100.0 * (on_time_count + late_count) / nullif(due_count, 0) as numeric(5, 1)) as submitted_rate
from counted
