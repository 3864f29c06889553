-- What the lines of the returns that count leave out of what is due, or say was done after it was due.
with items as (select * from {{ ref('rpt_obligation_details') }} where obligation_type <> 'statistics'),

returns as (select * from {{ ref('fct_submissions') }} where is_active and form = 'task_progress'),

-- The lines about each item. What the body of the notice orders has no number: the date alone tells it.
told as (
    select
        items.obligation_id,
        lines.completed_on,
        lines.source_locator,
        case when lines.due_date = items.due_date then 0 else 1 end as is_undated,
        lines.line_no
    from items
    inner join {{ ref('fct_task_progress') }} as lines
        on
            items.report_year = lines.report_year
            and items.unit_id = lines.unit_id
            and items.obligation_type = lines.item_kind
            and (items.task_id is null or items.task_id = lines.task_id)
            and (
                lines.due_date = items.due_date
                or (items.task_id is not null and (items.obligation_type <> 'milestone' or lines.due_date is null))
            )
),

lacking_by_task as (
    select
        items.report_year,
        items.unit_id,
        items.short_name,
        items.task_no,
        returns.file_name,
        count(*) as item_count,
        row_number() over (
            partition by items.report_year, items.unit_id
            order by coalesce(items.task_no, 999)
        ) as place
    from items
    inner join returns on items.report_year = returns.report_year and items.unit_id = returns.unit_id
    left join told on items.obligation_id = told.obligation_id
    where items.status = 'missing' and told.obligation_id is null
    group by items.report_year, items.unit_id, items.short_name, items.task_no, returns.file_name
),

lacking as (
    select
        report_year,
        unit_id,
        short_name,
        file_name,
        sum(item_count) as item_count,
        count(task_no) as task_count,
        {{ dbt.listagg("case when place <= 5 then " ~ text('task_no') ~ " end", "'、'", 'order by place') }} as first_tasks
    from lacking_by_task
    group by report_year, unit_id, short_name, file_name
),

done_late as (
    select *
    from (
        select
            items.*,
            told.completed_on as said_done_on,
            told.source_locator,
            row_number() over (partition by items.obligation_id order by told.is_undated, told.line_no) as choice
        from items
        inner join told on items.obligation_id = told.obligation_id
        where
            told.completed_on > items.due_date
            and items.due_date < {{ as_of() }}
            and items.status <> 'exempt'
    ) as ranked
    where choice = 1
)

select
    'OBL-06' as rule_code,
    report_year,
    unit_id,
    {{ text('null') }} as task_id,
    {{ dbt.concat([text('report_year'), "'|'", 'unit_id']) }} as row_key,
    {{ dbt.concat(['short_name', "' 任务落实情况表缺项'"]) }} as subject,
    '到期的每一项都有填报' as expected,
    {{ dbt.concat([
        "'缺 '",
        text('item_count'),
        "' 项'",
        "coalesce(" ~ dbt.concat(["'：任务 '", 'first_tasks', "case when task_count > 5 then ' 等' else '' end"]) ~ ", '')",
    ]) }} as actual,
    cast(item_count as {{ figure_type() }}) as difference,
    file_name as source_locator
from lacking
union all
select
    'OBL-07' as rule_code,
    report_year,
    unit_id,
    task_id,
    obligation_id as row_key,
    {{ dbt.concat(['short_name', "' '", 'obligation_type_label', "' '", 'title']) }} as subject,
    {{ dbt.concat(["'不晚于 '", text('due_date')]) }} as expected,
    {{ dbt.concat(["'填报 '", text('said_done_on'), "' 完成'"]) }} as actual,
    cast({{ dbt.datediff('due_date', 'said_done_on', 'day') }} as {{ figure_type() }}) as difference,
    source_locator
from done_late
