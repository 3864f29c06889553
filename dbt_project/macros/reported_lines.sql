{#- What the unit says of each item in the return that counts: one line an item, whatever the unit repeated; the
    line with the item's own date before others, then the first. Arguments are relations with the columns of
    fct_obligations and fct_task_progress. -#}
{% macro reported_lines(obligations, progress) -%}
    select *
    from (
        select
            obligations.obligation_id,
            progress.progress_status,
            progress.status_text,
            progress.completed_on,
            progress.progress_text,
            progress.evidence_url,
            row_number() over (
                partition by obligations.obligation_id
                order by case when progress.due_date = obligations.due_date then 0 else 1 end, progress.line_no
            ) as choice
        from {{ obligations }} as obligations
        inner join {{ progress }} as progress
            on
                obligations.report_year = progress.report_year
                and obligations.unit_id = progress.unit_id
                and obligations.task_id = progress.task_id
                and obligations.obligation_type = progress.item_kind
                and (
                    progress.due_date is null
                    or progress.due_date = obligations.due_date
                    or obligations.obligation_type <> 'milestone'
                )
    ) as ranked
    where choice = 1
{%- endmacro %}
