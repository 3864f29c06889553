{#- What each run knew of each item. The day of the run is the clock, so that the same run gives the same rows;
    a run that looks back from an earlier day than the last one has nothing to add. -#}
{% snapshot obligation_status %}
{{ config(unique_key='obligation_id', strategy='check', check_cols=['status', 'submission_id', 'received_at', 'due_date'], updated_at='as_of') }}
{%- set known = load_relation(this) %}

select
    obligation_id,
    report_year,
    task_id,
    unit_id,
    obligation_type,
    due_date,
    status,
    submission_id,
    received_at,
    as_of
from {{ ref('fct_obligations') }}
{%- if known %}
where {{ as_of() }} >= (select max(as_of) from {{ this }})
union all
-- What a changed notice or registry asks for no more.
select
    gone.obligation_id,
    gone.report_year,
    gone.task_id,
    gone.unit_id,
    gone.obligation_type,
    gone.due_date,
    'no_longer_owed' as status,
    gone.submission_id,
    gone.received_at,
    {{ as_of() }} as as_of
from {{ this }} as gone
left join {{ ref('fct_obligations') }} as owed on gone.obligation_id = owed.obligation_id
where
    gone.dbt_valid_to is null
    and owed.obligation_id is null
    and {{ as_of() }} >= (select max(as_of) from {{ this }})
{%- endif %}
{% endsnapshot %}
