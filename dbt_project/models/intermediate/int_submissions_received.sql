-- When each return was received, and whether it was taken back: by the inbox as it lies, and by the office's
-- register as it stands now, else as it stood when the file was read, else by when it was first seen.
with submissions as (select * from {{ ref('stg_returns__submissions') }}),

senders as (select distinct receipt_id, unit_id from submissions),

files as (
    select
        files.report_year,
        files.file_name,
        files.receipt_id,
        files.sha256,
        senders.unit_id,
        files.registered_at,
        files.withdrawal_reason,
        files.note,
        -- A withdrawal before the file came is about another that had its name; a day without an hour is all
        -- of that day.
        case
            when
                files.registered_at is null
                or files.withdrawn_at >= files.registered_at
                or files.withdrawn_at = {{ dbt.date_trunc('day', 'files.registered_at') }}
                then files.withdrawn_at
        end as withdrawn_at
    from {{ ref('stg_returns__inbox_files') }} as files
    left join senders on files.receipt_id = senders.receipt_id
),

-- The same bytes may lie in the inbox more than once: one return, received when the first of them was, and
-- taken back when the last of them was.
{% set last_withdrawn = 'order by case when withdrawn_at is null then 0 else 1 end, withdrawn_at desc, file_name' -%}
copies as (
    select
        *,
        min(registered_at) over (partition by receipt_id) as first_registered_at,
        row_number() over (partition by receipt_id {{ last_withdrawn }}) as of_receipt,
        row_number() over (partition by report_year, unit_id, sha256 {{ last_withdrawn }}) as of_content
    from files
),

by_receipt as (select * from copies where of_receipt = 1 and receipt_id is not null),

-- The same bytes of the same unit, in whatever folder they lie now.
by_content as (select * from copies where of_content = 1 and unit_id is not null)

select
    submissions.submission_id,
    submissions.receipt_id,
    submissions.report_year,
    submissions.unit_id,
    submissions.form,
    submissions.template_version,
    submissions.file_name,
    submissions.sha256,
    submissions.outcome,
    submissions.is_synthetic,
    coalesce(by_receipt.first_registered_at, submissions.registered_at, submissions.first_seen_at) as received_at,
    case
        when coalesce(by_receipt.first_registered_at, submissions.registered_at) is not null then 'register'
        else 'first_seen'
    end as received_basis,
    by_receipt.receipt_id is not null as is_in_inbox,
    -- Gone from the inbox, the same bytes nowhere else in it and no other file in its place: taken back.
    -- The archive keeps the bytes.
    by_receipt.receipt_id is null and by_content.sha256 is null and by_name.file_name is null as is_gone,
    case when by_receipt.receipt_id is not null then by_receipt.note else by_content.note end as note,
    -- By its name only where nobody could open the file: then it is still the one that was read.
    {% for column in ['withdrawn_at', 'withdrawal_reason'] -%}
    case
        when by_receipt.receipt_id is not null then by_receipt.{{ column }}
        when by_content.sha256 is not null then by_content.{{ column }}
        when by_name.file_name is not null and by_name.sha256 is null then by_name.{{ column }}
        when by_name.file_name is null then gone.{{ column }}
    end as {{ column }}{{ ',' if not loop.last }}
    {% endfor -%}
from submissions
left join by_receipt on submissions.receipt_id = by_receipt.receipt_id
left join by_content
    on
        submissions.report_year = by_content.report_year
        and submissions.sha256 = by_content.sha256
        and submissions.unit_id = by_content.unit_id
left join {{ ref('stg_returns__withdrawals') }} as gone
    on submissions.report_year = gone.report_year and submissions.file_name = gone.file_name
left join files as by_name
    on submissions.report_year = by_name.report_year and submissions.file_name = by_name.file_name
