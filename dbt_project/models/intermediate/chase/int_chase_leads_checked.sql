-- Summaries that a lead unit still owes, though responsible units of the task have told it what they did.
with obligations as (select * from {{ ref('fct_obligations') }}),

told as (
    select
        task_id,
        count(*) as unit_count,
        sum(case when status in ('on_time', 'late') then 1 else 0 end) as told_count
    from obligations
    where obligation_type = 'completion' and role = 'responsible' and status <> 'exempt'
    group by task_id
)

select
    'OBL-08' as rule_code,
    summaries.report_year,
    summaries.unit_id,
    summaries.task_id,
    summaries.obligation_id as row_key,
    {{ dbt.concat(['units.short_name', "' 牵头汇总 '", "coalesce(tasks.title, '')"]) }} as subject,
    {{ dbt.concat([text('summaries.due_date'), "' 前汇总'"]) }} as expected,
    {{ dbt.concat([text('told.unit_count'), "' 个责任单位中 '", text('told.told_count'), "' 个已报，牵头未汇总'"]) }} as actual,
    cast(summaries.days_late as {{ figure_type() }}) as difference,
    summaries.source_locator
from obligations as summaries
inner join told on summaries.task_id = told.task_id
inner join {{ ref('int_units_by_year') }} as units
    on summaries.report_year = units.report_year and summaries.unit_id = units.unit_id
inner join {{ ref('dim_tasks') }} as tasks on summaries.task_id = tasks.task_id
where summaries.obligation_type = 'summary' and summaries.status = 'missing' and told.told_count > 0
