-- Files that do not do what the unit owes: turned down while its items are missing, or handed in though it owes none.
with turned_down as (select * from {{ ref('int_submissions_turned_down') }}),

forms as (select * from {{ ref('labels') }} where domain = 'form'),

units as (select * from {{ ref('int_units_by_year') }}),

statistics as (select * from {{ ref('fct_obligations') }} where obligation_type = 'statistics'),

missing as (
    select
        report_year,
        unit_id,
        {{ form_owed('obligation_type') }} as form,
        count(*) as item_count
    from {{ ref('fct_obligations') }}
    where status = 'missing'
    group by report_year, unit_id, {{ form_owed('obligation_type') }}
),

-- Why a file was turned down: a lesser finding may come before the one that it was turned down for.
reasons as (
    select *
    from (
        select
            *,
            row_number() over (
                partition by submission_id
                order by case when severity = 'fatal' then 0 else 1 end, finding_no
            ) as choice
        from {{ ref('fct_submission_findings') }}
    ) as ranked
    where choice = 1
),

-- A year without any such item is one that no notice is known of: there nobody can tell what is owed.
not_owed as (
    select
        returns.report_year,
        returns.unit_id,
        returns.file_name,
        statistics.exemption_reason
    from {{ ref('fct_submissions') }} as returns
    inner join (select distinct report_year from statistics) as years on returns.report_year = years.report_year
    left join statistics
        on returns.report_year = statistics.report_year and returns.unit_id = statistics.unit_id
    where
        returns.is_active
        and returns.form = 'annual_statistics'
        and (statistics.obligation_id is null or statistics.status = 'exempt')
)

select
    'OBL-05' as rule_code,
    missing.report_year,
    missing.unit_id,
    {{ text('null') }} as task_id,
    {{ dbt.concat([text('missing.report_year'), "'|'", 'missing.unit_id', "'|'", 'missing.form']) }} as row_key,
    {{ dbt.concat(['units.short_name', "' '", 'forms.label']) }} as subject,
    {{ dbt.concat(["'更正后重报，未报的 '", text('missing.item_count'), "' 项才能受理'"]) }} as expected,
    {{ dbt.concat([
        'turned_down.file_name',
        "' 未受理'",
        "coalesce(" ~ dbt.concat(["'：'", 'reasons.title']) ~ ", '')",
        "coalesce(" ~ dbt.concat(["'（'", 'reasons.found', "'）'"]) ~ ", '')",
    ]) }} as actual,
    cast(missing.item_count as {{ figure_type() }}) as difference,
    coalesce(reasons.source_locator, turned_down.file_name) as source_locator
from missing
inner join turned_down
    on
        missing.report_year = turned_down.report_year
        and missing.unit_id = turned_down.unit_id
        and missing.form = turned_down.form
inner join units on missing.report_year = units.report_year and missing.unit_id = units.unit_id
inner join forms on missing.form = forms.code
left join reasons on turned_down.submission_id = reasons.submission_id
union all
select
    'OBL-10' as rule_code,
    not_owed.report_year,
    not_owed.unit_id,
    {{ text('null') }} as task_id,
    {{ dbt.concat([text('not_owed.report_year'), "'|'", 'not_owed.unit_id', "'|annual_statistics'"]) }} as row_key,
    {{ dbt.concat(["coalesce(units.short_name, not_owed.unit_id)", "' '", 'forms.label']) }} as subject,
    coalesce(
        not_owed.exemption_reason,
        {{ dbt.concat(["'不报：'", 'deadlines.basis']) }},
        '不报年度统计'
    ) as expected,
    {{ dbt.concat(["'报送了 '", 'not_owed.file_name']) }} as actual,
    cast(null as {{ figure_type() }}) as difference,
    not_owed.file_name as source_locator
from not_owed
inner join forms on forms.code = 'annual_statistics'
left join units on not_owed.report_year = units.report_year and not_owed.unit_id = units.unit_id
left join {{ ref('stg_registry__deadlines') }} as deadlines
    on
        not_owed.report_year = deadlines.report_year
        and units.unit_type = deadlines.unit_type
        and deadlines.form = 'annual_statistics'
