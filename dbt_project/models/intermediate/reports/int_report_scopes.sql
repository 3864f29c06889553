-- The annual reports of a year: one a unit that reports its own figures, and the roll-ups; each with its kind of
-- scope and the official form that it is printed on.
with members as (select * from {{ ref('int_report_members') }}),

rollups as (select * from {{ ref('stg_registry__rollups') }}),

units as (select * from {{ ref('int_units_by_year') }}),

-- What is said of one unit counts before what is said of its type.
kinds as (
    select
        units.report_year,
        units.unit_id,
        scope_kinds.scope_kind,
        row_number() over (
            partition by units.report_year, units.unit_id
            order by case when scope_kinds.unit_id is null then 1 else 0 end
        ) as choice
    from units
    inner join {{ ref('stg_registry__scope_kinds') }} as scope_kinds
        on
            units.unit_type = scope_kinds.unit_type
            and coalesce(scope_kinds.unit_id, units.unit_id) = units.unit_id
),

versions as (
    select *
    from {{ ref('stg_forms__versions') }}
    where form = 'annual_statistics'
),

scopes as (
    select
        report_year,
        scope,
        min(sort_order) as first_order,
        count(*) as member_count,
        count(submission_id) as reporting_count,
        max(template_version) as template_version,
        max(received_on) as data_as_of,
        max(case when is_synthetic then 1 else 0 end) = 1 as is_synthetic
    from members
    group by report_year, scope
)

select
    scopes.report_year,
    scopes.scope,
    coalesce(rollups.scope_name, units.unit_name) as scope_name,
    coalesce(rollups.scope_kind, kinds.scope_kind, 'own') as scope_kind,
    rollups.scope is not null as is_rollup,
    rollups.own_unit_id,
    -- A unit is printed on the form that it used, a roll-up on the one of the year.
    coalesce(case when rollups.scope is null then scopes.template_version end, versions.template_version) as template_version,
    scopes.is_synthetic,
    -- The day of the newest return in it: what is final says this day, whichever day it was made on.
    scopes.data_as_of,
    cast(scopes.member_count as integer) as member_count,
    cast(scopes.reporting_count as integer) as reporting_count,
    cast(row_number() over (
        partition by scopes.report_year
        order by case when rollups.scope is null then 1 else 0 end, scopes.first_order, scopes.scope
    ) as integer) as scope_order
from scopes
left join rollups on scopes.scope = rollups.scope
left join units on scopes.report_year = units.report_year and scopes.scope = units.unit_id
left join kinds on scopes.report_year = kinds.report_year and scopes.scope = kinds.unit_id and kinds.choice = 1
left join versions on scopes.report_year between versions.first_year and versions.last_year
