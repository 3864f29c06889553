-- 回头看: what a unit named in the notice itself had to do by a date that the notice sets, and how it stands now; for
-- the city and for each unit.
with details as (select * from {{ ref('rpt_obligation_details') }}),

obligations as (select * from {{ ref('fct_obligations') }}),

{% for domain in ['look_back', 'evidence_status'] -%}
{{ domain }}_labels as (select * from {{ ref('labels') }} where domain = '{{ domain }}'),

{% endfor -%}

named as (
    select
        task_id,
        unit_id,
        role
    from {{ ref('int_assignments_expanded') }}
    where is_named
),

-- What the leads say of a task as a whole, for those who say nothing of it themselves.
lead_summaries as (
    select
        task_id,
        lead_summary
    from {{ ref('rpt_task_fulfilment') }}
    where scope = 'city'
),

-- What the check says of a link is the same wherever a unit gives it.
links as (
    select
        unit_id,
        evidence_url,
        max(evidence_status) as evidence_status
    from {{ ref('fct_task_progress') }}
    where evidence_url is not null
    group by unit_id, evidence_url
),

looked_back_at as (
    select
        details.*,
        case details.status
            when 'on_time' then 'done'
            when 'late' then 'done_late'
            when 'missing' then 'open'
            when 'exempt' then 'exempt'
            else 'not_due'
        end as standing
    from details
    inner join obligations on details.obligation_id = obligations.obligation_id
    left join named
        on
            obligations.task_id = named.task_id
            and obligations.unit_id = named.unit_id
            and obligations.role = named.role
    where
        obligations.obligation_type in ('milestone', 'completion')
        and obligations.due_basis in ('stated', 'inferred')
        -- What belongs to no task is an order in the body of the notice, which always names its unit.
        and (named.task_id is not null or obligations.task_id is null)
),

described as (
    select
        looked_back_at.*,
        look_back_labels.label as standing_label,
        coalesce(looked_back_at.progress_text, lead_summaries.lead_summary) as reported_text,
        evidence_status_labels.label as evidence_label
    from looked_back_at
    inner join look_back_labels on looked_back_at.standing = look_back_labels.code
    left join lead_summaries on looked_back_at.task_id = lead_summaries.task_id
    left join links
        on looked_back_at.unit_id = links.unit_id and looked_back_at.evidence_url = links.evidence_url
    left join evidence_status_labels on links.evidence_status = evidence_status_labels.code
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
)

select
    scope,
    cast(row_number() over (partition by report_year, scope order by row_order) as integer) as row_order,
    report_year,
    obligation_id,
    task_id,
    unit_id,
    status,
    task_no,
    title,
    milestone,
    short_name,
    obligation_type_label,
    due_date,
    standing_label,
    cast(received_at as date) as received_on,
    days_late,
    reported_text as progress_text,
    evidence_url,
    evidence_label
from scoped
