-- The files that the office knew of at the end of the day of the run, and which one counts.
-- When: the office's register as it stands now, else as it stood when the file was read, else first seen.
with files as (select * from {{ ref('stg_returns__inbox_files') }}),

names_in_inbox as (select distinct report_year, file_name from files),

-- The same bytes of the same unit, under whatever name they lie there now.
contents_in_inbox as (
    select distinct
        files.report_year,
        files.sha256,
        read_files.unit_id
    from files
    inner join {{ ref('stg_returns__submissions') }} as read_files on files.submission_id = read_files.submission_id
),

-- The same bytes may lie in the folder twice: one submission, received when the first of them was.
registered as (
    select
        submission_id,
        min(registered_at) as registered_at
    from files
    group by submission_id
),

submissions as (
    select
        submissions.submission_id,
        submissions.report_year,
        submissions.unit_id,
        submissions.form,
        submissions.file_name,
        submissions.sha256,
        submissions.outcome,
        submissions.is_synthetic,
        coalesce(registered.registered_at, submissions.registered_at, submissions.first_seen_at) as received_at,
        case
            when coalesce(registered.registered_at, submissions.registered_at) is not null then 'register'
            else 'first_seen'
        end as received_basis,
        registered.submission_id is not null as is_in_inbox,
        -- Gone from the inbox, the same bytes nowhere else in it and no other file in its place: taken back.
        -- The archive keeps the bytes.
        contents_in_inbox.sha256 is null and names_in_inbox.file_name is null and registered.submission_id is null
            as is_withdrawn
    from {{ ref('stg_returns__submissions') }} as submissions
    left join registered on submissions.submission_id = registered.submission_id
    left join names_in_inbox
        on submissions.report_year = names_in_inbox.report_year and submissions.file_name = names_in_inbox.file_name
    left join contents_in_inbox
        on
            submissions.report_year = contents_in_inbox.report_year
            and submissions.sha256 = contents_in_inbox.sha256
            and submissions.unit_id = contents_in_inbox.unit_id
),

known as (
    select
        *,
        cast(received_at as date) as received_on,
        outcome <> 'rejected' and not is_withdrawn and unit_id is not null as is_usable
    from submissions
    where cast(received_at as date) <= {{ as_of() }}
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
from known
