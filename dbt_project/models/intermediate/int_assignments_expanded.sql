-- Who is really named: each class of units (市直各有关单位) is replaced by the units that stood in it on the
-- day of the notice. A unit named twice for one role of a task counts once, by its own name if it has one.
with units as (select * from {{ ref('int_units_by_year') }}),

assignments as (select * from {{ ref('stg_notices__assignments') }}),

expanded as (
    select
        assignments.report_year,
        assignments.task_id,
        units.unit_id,
        assignments.role,
        assignments.assigned_as,
        assignments.assignment_no,
        assignments.scope_note,
        assignments.unit_id is not null as is_named,
        assignments.source_locator
    from assignments
    inner join units
        on
            assignments.report_year = units.report_year
            and (assignments.unit_id = units.unit_id or assignments.group_code = units.group_code)
),

ranked as (
    select
        *,
        row_number() over (
            partition by task_id, unit_id, role
            order by case when is_named then 0 else 1 end, assignment_no
        ) as choice
    from expanded
)

select
    report_year,
    task_id,
    unit_id,
    role,
    assigned_as,
    scope_note,
    is_named,
    source_locator
from ranked
where choice = 1
