-- Whose figures an annual report is made of: a unit's own report of itself, a roll-up of all units of its types.
-- Members are those that owe the annual statistics, whether they have handed in or not.
with owed as (
    select distinct
        report_year,
        unit_id
    from {{ ref('int_obligations') }}
    where obligation_type = 'statistics'
),

units as (select * from {{ ref('int_units_by_year') }}),

-- Who stands in somebody else's return; a reporter that is not in force reports for nobody.
reports_for as (
    select reports_for.*
    from {{ ref('stg_registry__reports_for') }} as reports_for
    inner join units
        on reports_for.report_year = units.report_year and reports_for.reported_by = units.unit_id
),

returns as (
    select *
    from {{ ref('int_submissions_known') }}
    where is_active and form = 'annual_statistics'
),

memberships as (
    select
        owed.report_year,
        owed.unit_id as scope,
        owed.unit_id
    from owed
    left join reports_for on owed.report_year = reports_for.report_year and owed.unit_id = reports_for.unit_id
    -- Whose figures stand in somebody else's report has none of its own.
    where reports_for.unit_id is null
    union all
    select
        owed.report_year,
        rollup_members.scope,
        owed.unit_id
    from owed
    inner join units on owed.report_year = units.report_year and owed.unit_id = units.unit_id
    inner join {{ ref('stg_registry__rollup_members') }} as rollup_members on units.unit_type = rollup_members.unit_type
)

select
    memberships.report_year,
    memberships.scope,
    memberships.unit_id,
    units.short_name,
    units.sort_order,
    reports_for.reported_by,
    returns.submission_id,
    returns.template_version,
    returns.received_on,
    coalesce(returns.is_synthetic, false) as is_synthetic
from memberships
inner join units on memberships.report_year = units.report_year and memberships.unit_id = units.unit_id
left join reports_for
    on memberships.report_year = reports_for.report_year and memberships.unit_id = reports_for.unit_id
-- A reporter that is in another sum, or in none, brings nothing into this one.
left join memberships as reporters
    on
        memberships.report_year = reporters.report_year
        and memberships.scope = reporters.scope
        and reports_for.reported_by = reporters.unit_id
left join returns
    on
        memberships.report_year = returns.report_year
        and returns.unit_id = case when reports_for.unit_id is null then memberships.unit_id else reporters.unit_id end
