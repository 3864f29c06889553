-- The expected matrix: everything that anybody owes, made from the notice, the registry and the overrides
-- alone. What has arrived plays no part here.
with tasks as (select * from {{ ref('stg_notices__tasks') }}),

assignments as (select * from {{ ref('int_assignments_expanded') }}),

milestones as (select * from {{ ref('stg_notices__milestones') }}),

directives as (select * from {{ ref('stg_notices__directives') }}),

year_ends as (
    select
        report_year,
        cast({{ dbt.concat([text('report_year'), "'-12-31'"]) }} as date) as year_end
    from {{ ref('stg_notices__notices') }}
),

tasks_by_role as (
    select
        tasks.task_id,
        tasks.report_year,
        max(case when assignments.role = 'lead' then 1 else 0 end) = 1 as has_lead,
        max(case when assignments.role = 'responsible' then 1 else 0 end) = 1 as has_responsible
    from tasks
    left join assignments on tasks.task_id = assignments.task_id
    group by tasks.task_id, tasks.report_year
),

last_milestones as (
    select
        task_id,
        due_date,
        due_basis
    from (
        select
            *,
            row_number() over (partition by task_id order by due_date desc, milestone_no desc) as recency
        from milestones
    ) as ranked
    where recency = 1
),

-- A dated step of a task: owed by the lead units, else by the responsible ones.
milestone_obligations as (
    select
        {{ dbt.concat(['milestones.task_id', "'-'", 'assignments.unit_id', "'-milestone-'", text('milestones.milestone_no')]) }} as obligation_id,
        milestones.report_year,
        milestones.task_id,
        assignments.unit_id,
        assignments.role,
        'milestone' as obligation_type,
        milestones.milestone,
        milestones.due_date,
        milestones.due_basis,
        milestones.source_locator
    from milestones
    inner join tasks_by_role on milestones.task_id = tasks_by_role.task_id
    inner join assignments
        on
            milestones.task_id = assignments.task_id
            and assignments.role = case when tasks_by_role.has_lead then 'lead' else 'responsible' end
),

-- What the body of the notice orders one unit to do by a date (市大数据委 … 于7月底前提出 … 方案), unless the
-- table sets the same unit the same date already: nobody is chased twice for one thing.
directive_obligations as (
    select
        {{ dbt.concat([text('directives.report_year'), "'-directive-'", text('directives.directive_no'), "'-'", 'directives.unit_id']) }} as obligation_id,
        directives.report_year,
        {{ text('null') }} as task_id,
        directives.unit_id,
        'responsible' as role,
        'milestone' as obligation_type,
        directives.directive as milestone,
        directives.due_date,
        directives.due_basis,
        directives.source_locator
    from directives
    left join milestone_obligations
        on
            directives.report_year = milestone_obligations.report_year
            and directives.unit_id = milestone_obligations.unit_id
            and directives.due_date = milestone_obligations.due_date
    where directives.kind = 'unit_milestone' and milestone_obligations.obligation_id is null
),

-- A notice that asks for the summaries twice asks for them once, by the earlier date.
summary_directives as (
    select *
    from (
        select
            *,
            row_number() over (partition by report_year order by due_date, directive_no) as choice
        from directives
        where kind = 'lead_summary'
    ) as ranked
    where choice = 1
),

-- Each lead unit sums up each task that it leads, by the date in the body of the notice.
summary_obligations as (
    select
        {{ dbt.concat(['assignments.task_id', "'-'", 'assignments.unit_id', "'-summary'"]) }} as obligation_id,
        assignments.report_year,
        assignments.task_id,
        assignments.unit_id,
        assignments.role,
        'summary' as obligation_type,
        {{ text('null') }} as milestone,
        coalesce(summary_directives.due_date, year_ends.year_end) as due_date,
        coalesce(summary_directives.due_basis, 'year_end_default') as due_basis,
        summary_directives.source_locator
    from assignments
    inner join summary_directives on assignments.report_year = summary_directives.report_year
    inner join year_ends on assignments.report_year = year_ends.report_year
    where assignments.role = 'lead'
),

-- The task itself: owed by each responsible unit, by the lead where there is none.
completion_obligations as (
    select
        {{ dbt.concat(['assignments.task_id', "'-'", 'assignments.unit_id', "'-completion'"]) }} as obligation_id,
        assignments.report_year,
        assignments.task_id,
        assignments.unit_id,
        assignments.role,
        'completion' as obligation_type,
        {{ text('null') }} as milestone,
        coalesce(last_milestones.due_date, year_ends.year_end) as due_date,
        coalesce(last_milestones.due_basis, 'year_end_default') as due_basis,
        assignments.source_locator
    from assignments
    inner join tasks_by_role on assignments.task_id = tasks_by_role.task_id
    inner join year_ends on assignments.report_year = year_ends.report_year
    left join last_milestones on assignments.task_id = last_milestones.task_id
    where assignments.role = case when tasks_by_role.has_responsible then 'responsible' else 'lead' end
),

-- The annual statistics: owed by each unit in force on the day of the notice, by the deadline table.
statistics_obligations as (
    select
        {{ dbt.concat([text('deadlines.report_year'), "'-'", 'units.unit_id', "'-statistics'"]) }} as obligation_id,
        deadlines.report_year,
        {{ text('null') }} as task_id,
        units.unit_id,
        'reporting' as role,
        'statistics' as obligation_type,
        {{ text('null') }} as milestone,
        coalesce(deadlines.local_due, deadlines.legal_due) as due_date,
        case when deadlines.local_due is not null then 'local' else 'legal' end as due_basis,
        deadlines.basis as source_locator
    from {{ ref('int_units_by_year') }} as units
    inner join {{ ref('stg_registry__deadlines') }} as deadlines
        on
            units.report_year = deadlines.report_year
            and units.unit_type = deadlines.unit_type
            and deadlines.form = 'annual_statistics'
            and deadlines.is_owed
),

owed as (
    select * from milestone_obligations
    union all
    select * from directive_obligations
    union all
    select * from summary_obligations
    union all
    select * from completion_obligations
    union all
    select * from statistics_obligations
),

-- The office's own decisions: a task does not concern a unit, or concerns only the units listed.
overrides as (
    select
        task_id,
        unit_id,
        action,
        reason
    from {{ ref('stg_registry__overrides') }}
),

narrowed_tasks as (select distinct task_id from overrides where action = 'concerns'),

-- Units whose figures stand in the annual statistics of another one owe none of their own.
reported_for as (
    select
        reports_for.report_year,
        reports_for.unit_id,
        {{ dbt.concat(["'由'", 'units.short_name', "'合并报送'"]) }} as reason
    from {{ ref('stg_registry__reports_for') }} as reports_for
    inner join {{ ref('int_units_by_year') }} as units
        on reports_for.report_year = units.report_year and reports_for.reported_by = units.unit_id
)

select
    owed.obligation_id,
    owed.report_year,
    owed.task_id,
    owed.unit_id,
    owed.role,
    owed.obligation_type,
    owed.milestone,
    owed.due_date,
    owed.due_basis,
    owed.source_locator,
    coalesce(
        overrides.action = 'exempt'
        or reported_for.unit_id is not null
        or (narrowed_tasks.task_id is not null and overrides.action is null and owed.role = 'responsible'),
        false
    ) as is_exempt,
    case
        when overrides.action = 'exempt' then overrides.reason
        when narrowed_tasks.task_id is not null and overrides.action is null and owed.role = 'responsible'
            then '不在该任务所列单位之内'
        else reported_for.reason
    end as exemption_reason
from owed
left join overrides on owed.task_id = overrides.task_id and owed.unit_id = overrides.unit_id
left join narrowed_tasks on owed.task_id = narrowed_tasks.task_id
left join reported_for
    on
        owed.obligation_type = 'statistics'
        and owed.report_year = reported_for.report_year
        and owed.unit_id = reported_for.unit_id
