-- 收件登记簿: every return that is known, in the order of receipt, with what became of it: for the office all
-- of them, for each unit its own.
with submissions as (select * from {{ ref('int_submissions_known') }}),

units as (select * from {{ ref('int_units_by_year') }}),

-- A unit that the year's notice does not know yet, or no more, goes by its last name.
last_names as (
    select
        unit_id,
        short_name
    from (
        select
            unit_id,
            short_name,
            row_number() over (
                partition by unit_id
                order by case when valid_from is null then 1 else 0 end, valid_from desc
            ) as recency
        from {{ ref('dim_units') }}
    ) as named
    where recency = 1
),

{% for domain in ['form', 'outcome', 'received_basis', 'standing'] -%}
{{ domain }}_labels as (select * from {{ ref('labels') }} where domain = '{{ domain }}'),

{% endfor -%}

counted as (
    select
        submission_id,
        sum(case when severity = 'fatal' then 1 else 0 end) as fatal_count,
        sum(case when severity = 'fatal' then 0 else 1 end) as other_count
    from {{ ref('fct_submission_findings') }}
    group by submission_id
),

standings as (
    select
        *,
        case
            when is_withdrawn then 'withdrawn'
            when is_active then 'active'
            when superseded_by is not null then 'superseded'
            else 'rejected'
        end as standing
    from submissions
),

described as (
    select
        standings.report_year,
        standings.unit_id,
        standings.submission_id,
        coalesce(units.short_name, last_names.short_name, '未识别') as short_name,
        standings.file_name,
        form_labels.label as form_label,
        form_labels.sort_order as form_order,
        standings.received_at,
        received_basis_labels.label as received_basis_label,
        outcome_labels.label as outcome_label,
        coalesce(counted.fatal_count, 0) as fatal_count,
        coalesce(counted.other_count, 0) as other_count,
        standing_labels.label as standing_label,
        case
            -- A file replaced under its own name is told apart by its receipt.
            when standings.standing = 'superseded' and newer.file_name = standings.file_name
                then {{ dbt.concat(['newer.file_name', "'（回执 '", 'newer.receipt_id', "'）'"]) }}
            when standings.standing = 'superseded' then newer.file_name
            when standings.withdrawn_at is not null then coalesce(standings.withdrawal_reason, '登记簿未写原因')
            when standings.standing = 'withdrawn' then '文件已从收件箱撤走'
        end as remark,
        standings.receipt_id
    from standings
    left join units on standings.report_year = units.report_year and standings.unit_id = units.unit_id
    left join last_names on standings.unit_id = last_names.unit_id
    left join counted on standings.submission_id = counted.submission_id
    left join submissions as newer on standings.superseded_by = newer.submission_id
    {% for domain in ['form', 'outcome', 'received_basis', 'standing'] -%}
    left join {{ domain }}_labels on standings.{{ domain }} = {{ domain }}_labels.code
    {% endfor -%}
),

scoped as (
    select
        'city' as scope,
        *
    from described
    union all
    select
        unit_id as scope,
        *
    from described
    where unit_id is not null
)

select
    scope,
    cast(row_number() over (
        partition by report_year, scope
        order by received_at, receipt_id, form_order, submission_id
    ) as integer) as row_order,
    report_year,
    unit_id,
    submission_id,
    short_name,
    file_name,
    form_label,
    received_at,
    received_basis_label,
    outcome_label,
    cast(fatal_count as integer) as fatal_count,
    cast(other_count as integer) as other_count,
    standing_label,
    remark,
    receipt_id
from scoped
