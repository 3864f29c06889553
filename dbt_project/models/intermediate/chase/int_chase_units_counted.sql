-- Units as a whole: those that nothing has come from of all that is due, and those that something falls due for.
with counted as (
    select
        obligations.report_year,
        obligations.unit_id,
        units.short_name,
        sum(case when obligations.status = 'missing' then 1 else 0 end) as missing_count,
        sum(case when obligations.status in ('on_time', 'late') then 1 else 0 end) as met_count,
        sum(case when obligations.status = 'due_soon' then 1 else 0 end) as due_soon_count,
        min(case when obligations.status = 'due_soon' then obligations.due_date end) as first_due,
        max(case when obligations.status = 'due_soon' then obligations.due_date end) as last_due,
        min(case when obligations.status = 'missing' then obligations.source_locator end) as missing_source,
        min(case when obligations.status = 'due_soon' then obligations.source_locator end) as due_soon_source
    from {{ ref('fct_obligations') }} as obligations
    inner join {{ ref('int_units_by_year') }} as units
        on obligations.report_year = units.report_year and obligations.unit_id = units.unit_id
    group by obligations.report_year, obligations.unit_id, units.short_name
),

heard_from as (
    select distinct
        report_year,
        unit_id
    from {{ ref('fct_submissions') }}
    where is_active
)

select
    'OBL-09' as rule_code,
    counted.report_year,
    counted.unit_id,
    {{ text('null') }} as task_id,
    {{ dbt.concat([text('counted.report_year'), "'|'", 'counted.unit_id']) }} as row_key,
    {{ dbt.concat(['counted.short_name', "' 全部应报事项'"]) }} as subject,
    '时限前报送' as expected,
    {{ dbt.concat(["'到期的 '", text('counted.missing_count'), "' 项全部未报，没有一份受理的文件'"]) }} as actual,
    cast(counted.missing_count as {{ figure_type() }}) as difference,
    counted.missing_source as source_locator
from counted
left join heard_from on counted.report_year = heard_from.report_year and counted.unit_id = heard_from.unit_id
where counted.missing_count > 0 and counted.met_count = 0 and heard_from.unit_id is null
union all
select
    'OBL-11' as rule_code,
    report_year,
    unit_id,
    {{ text('null') }} as task_id,
    {{ dbt.concat([text('report_year'), "'|'", 'unit_id']) }} as row_key,
    {{ dbt.concat(['short_name', "' 临期事项'"]) }} as subject,
    '时限前报送' as expected,
    {{ dbt.concat([
        text('due_soon_count'),
        "' 项临期，时限 '",
        text('first_due'),
        "case when last_due > first_due then " ~ dbt.concat(["' 至 '", text('last_due')]) ~ " else '' end",
    ]) }} as actual,
    cast(due_soon_count as {{ figure_type() }}) as difference,
    due_soon_source as source_locator
from counted
where due_soon_count > 0
