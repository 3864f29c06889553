-- The returns that the office knew of at the end of the day of the run, and which one counts.
with known as (
    select
        *,
        cast(received_at as date) as received_on,
        coalesce(cast(withdrawn_at as date) <= {{ as_of() }}, false) as is_written_off
    from {{ ref('int_submissions_received') }}
    where cast(received_at as date) <= {{ as_of() }}
),

judged as (
    select
        submission_id,
        receipt_id,
        report_year,
        unit_id,
        form,
        template_version,
        file_name,
        sha256,
        outcome,
        is_synthetic,
        received_at,
        received_on,
        received_basis,
        note,
        is_in_inbox,
        is_gone or is_written_off as is_withdrawn,
        case when is_written_off then withdrawn_at end as withdrawn_at,
        case when is_written_off then withdrawal_reason end as withdrawal_reason,
        outcome <> 'rejected' and not is_gone and not is_written_off and unit_id is not null as is_usable
    from known
)

select
    *,
    -- At one registered time, a file that lies in the inbox counts before one that it took the name of.
    is_usable and row_number() over (
        partition by report_year, unit_id, form, is_usable
        order by received_at desc, case when is_in_inbox then 0 else 1 end, submission_id desc
    ) = 1 as is_active,
    case
        when is_usable then lead(submission_id) over (
            partition by report_year, unit_id, form, is_usable
            order by received_at asc, case when is_in_inbox then 1 else 0 end, submission_id asc
        )
    end as superseded_by
from judged
