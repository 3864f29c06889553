-- Which obligations have been met, by which submission first.
-- The newest accepted return of a unit is its word: an item counts when that return says it is done. It
-- was received when the first accepted return that said so arrived.
with obligations as (select * from {{ ref('int_obligations') }}),

submissions as (select * from {{ ref('int_submissions_known') }} where is_usable),

statuses as (select * from {{ ref('progress_statuses') }}),

reported_lines as (
    select
        submissions.unit_id,
        submissions.submission_id,
        submissions.received_at,
        submissions.is_active,
        lines.report_year,
        lines.task_id,
        lines.item_kind,
        lines.due_date,
        lines.progress_text,
        coalesce(statuses.ends_milestone, false) as ends_milestone,
        coalesce(statuses.ends_completion, false) as ends_completion
    from {{ ref('stg_returns__progress_lines') }} as lines
    inner join submissions on lines.submission_id = submissions.submission_id
    left join statuses on lines.progress_status = statuses.progress_status
),

milestone_counts as (
    select
        task_id,
        unit_id,
        count(*) as milestones
    from obligations
    where obligation_type = 'milestone'
    group by task_id, unit_id
),

met_by_lines as (
    select
        obligations.obligation_id,
        reported_lines.submission_id,
        reported_lines.received_at,
        reported_lines.is_active
    from obligations
    inner join reported_lines
        on
            obligations.report_year = reported_lines.report_year
            and obligations.unit_id = reported_lines.unit_id
            and obligations.obligation_type = reported_lines.item_kind
            and (obligations.task_id is null or obligations.task_id = reported_lines.task_id)
    left join milestone_counts
        on obligations.task_id = milestone_counts.task_id and obligations.unit_id = milestone_counts.unit_id
    where
        case obligations.obligation_type
            -- A line that names no date can stand for a milestone only where there is just one.
            when 'milestone'
                then
                    reported_lines.ends_milestone
                    and (
                        obligations.due_date = reported_lines.due_date
                        or (reported_lines.due_date is null and milestone_counts.milestones = 1)
                    )
            -- A summary is its text; a status word alone sums up nothing.
            when 'summary' then reported_lines.progress_text is not null
            when 'completion' then reported_lines.ends_completion
            else false
        end
),

met_by_forms as (
    select
        obligations.obligation_id,
        submissions.submission_id,
        submissions.received_at,
        submissions.is_active
    from obligations
    inner join submissions
        on
            obligations.report_year = submissions.report_year
            and obligations.unit_id = submissions.unit_id
            and obligations.obligation_type = 'statistics'
            and submissions.form = 'annual_statistics'
),

met as (
    select * from met_by_lines
    union all
    select * from met_by_forms
),

ranked as (
    select
        *,
        max(case when is_active then 1 else 0 end) over (partition by obligation_id) as is_upheld,
        row_number() over (partition by obligation_id order by received_at asc, submission_id asc) as arrival
    from met
)

select
    obligation_id,
    submission_id,
    received_at
from ranked
where is_upheld = 1 and arrival = 1
