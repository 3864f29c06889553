-- Returns whose faults are settled, because an accepted one came after them.
with submissions as (select * from {{ ref('int_submissions_known') }})

-- The unit's newest return of that form; of any form, where nobody could tell what the file was.
select older.submission_id
from submissions as older
inner join submissions as newer
    on
        older.report_year = newer.report_year
        and older.unit_id = newer.unit_id
        and (older.form = newer.form or older.form = 'unknown')
        and newer.is_active
        and (newer.received_at > older.received_at or older.superseded_by is not null)
union
-- Or, whosever it was, the one that has the name of a rejected file now.
select older.submission_id
from submissions as older
inner join submissions as newer
    on
        older.report_year = newer.report_year
        and older.file_name = newer.file_name
        and older.outcome = 'rejected'
        and newer.outcome <> 'rejected'
        and not newer.is_withdrawn
        and newer.received_at >= older.received_at
