-- 任务落实情况表: one row a task, for the city and for each unit that owes something on the task.
with tasks as (select * from {{ ref('dim_tasks') }}),

obligations as (select * from {{ ref('rpt_obligation_details') }} where task_id is not null),

scoped as (
    select
        'city' as scope,
        *
    from obligations
    union all
    select
        unit_id as scope,
        *
    from obligations
),

counted as (
    select
        scope,
        task_id,
        count(*) as owed_count,
        {% for status in ['on_time', 'late', 'missing', 'due_soon', 'not_due', 'exempt'] -%}
        sum(case when status = '{{ status }}' then 1 else 0 end) as {{ status }}_count,
        {% endfor -%}
        {{ dbt.listagg(
            "case when obligation_type = 'summary' and progress_text is not null then "
            ~ dbt.concat(['short_name', "'：'", 'progress_text']) ~ " end",
            "'\n'", 'order by unit_order'
        ) }} as lead_summary
    from scoped
    group by scope, task_id
),

{% for role in ['lead', 'responsible'] -%}
{{ role }}_names as (
    select
        task_id,
        {{ dbt.listagg(
            dbt.concat(['assigned_as', "case when scope_note is null then '' else " ~ dbt.concat(["'（'", 'scope_note', "'）'"]) ~ " end"]),
            "'、'", 'order by assignment_no'
        ) }} as names
    from {{ ref('stg_notices__assignments') }}
    where role = '{{ role }}'
    group by task_id
),

{% endfor -%}

rows_to_print as (
    select
        counted.scope,
        row_number() over (partition by tasks.report_year, counted.scope order by tasks.task_no) as row_order,
        tasks.report_year,
        tasks.task_id,
        tasks.theme,
        tasks.section,
        tasks.task_no,
        tasks.title,
        tasks.requirement,
        lead_names.names as lead_units,
        responsible_names.names as responsible_units,
        counted.owed_count,
        counted.on_time_count,
        counted.late_count,
        counted.missing_count,
        counted.due_soon_count,
        counted.not_due_count,
        counted.exempt_count,
        counted.lead_summary
    from counted
    inner join tasks on counted.task_id = tasks.task_id
    left join lead_names on tasks.task_id = lead_names.task_id
    left join responsible_names on tasks.task_id = responsible_names.task_id
)

select
    scope,
    cast(row_order as integer) as row_order,
    report_year,
    task_id,
    theme,
    section,
    task_no,
    title,
    requirement,
    lead_units,
    responsible_units,
    cast(owed_count as integer) as owed_count,
    {% for status in ['on_time', 'late', 'missing', 'due_soon', 'not_due', 'exempt'] -%}
    cast({{ status }}_count as integer) as {{ status }}_count,
    {% endfor -%}
    lead_summary
from rows_to_print
