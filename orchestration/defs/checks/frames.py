"""The frames that the suites check: DuckDB narrows the tables to the columns checked and the keys of a row."""

from pathlib import Path
from typing import TYPE_CHECKING

from sources.landing import deliveries

if TYPE_CHECKING:
    import pandas as pd

# Incoming frames, before load: one delivery's own Parquet files.
INCOMING = {
    "tasks": """
        select
            printf('%d-%02d', tasks.report_year, tasks.task_no) as row_key,
            tasks.report_year,
            cast(null as varchar) as unit_id,
            printf('%d-%02d', tasks.report_year, tasks.task_no) as task_id,
            tasks.title as subject,
            tasks.source_locator,
            tasks.task_no,
            tasks.title,
            year(notices.issued_on) as issued_year,
            (
                select count(*)
                from '{folder}/assignments.parquet' as assignments
                where assignments.task_no = tasks.task_no
            ) as assigned_units
        from '{folder}/tasks.parquet' as tasks
        left join '{folder}/notices.parquet' as notices on tasks.report_year = notices.report_year
        order by tasks.task_no
    """,
    "units": """
        select
            concat(unit_id, '|', valid_from) as row_key,
            cast(null as integer) as report_year,
            unit_id,
            cast(null as varchar) as task_id,
            unit_name as subject,
            source_locator,
            unit_name,
            unit_type,
            valid_from,
            valid_to,
            group_code is null or group_code in (select group_code from '{folder}/groups.parquet') as is_group_known
        from '{folder}/units.parquet'
        order by row_key
    """,
}

# Verdicts on what was loaded.
MARTS = {
    "progress": """
        select
            concat(progress.submission_id, '-', progress.line_no) as row_key,
            progress.report_year,
            progress.unit_id,
            progress.task_id,
            '任务' || tasks.task_no || ' ' || tasks.title as subject,
            progress.source_locator,
            progress.progress_status,
            progress.completed_on,
            progress.evidence_url,
            cast(submissions.received_at as date) as received_on,
            progress.task_id is null or exists (
                select 1
                from marts.fct_task_assignments as assignments
                where assignments.task_id = progress.task_id and assignments.unit_id = progress.unit_id
            ) as is_assigned
        from marts.fct_task_progress as progress
        inner join marts.fct_submissions as submissions on progress.submission_id = submissions.submission_id
        left join marts.dim_tasks as tasks on progress.task_id = tasks.task_id
        order by row_key
    """,
    "submissions": """
        select
            submission_id as row_key,
            report_year,
            unit_id,
            cast(null as varchar) as task_id,
            file_name as subject,
            concat('archive/sha256/', left(sha256, 2), '/', sha256) as source_locator,
            is_withdrawn
        from marts.fct_submissions
        order by row_key
    """,
    "obligations": """
        select
            obligations.obligation_id as row_key,
            obligations.report_year,
            obligations.unit_id,
            obligations.task_id,
            concat(details.short_name, ' ', details.obligation_type_label, ' ', details.title) as subject,
            concat('时限 ', obligations.due_date) as expected,
            case
                when obligations.received_at is null then '未收到'
                else concat('收到 ', strftime(obligations.received_at, '%Y-%m-%d %H:%M'))
            end as actual,
            cast(obligations.days_late as double) as difference,
            coalesce(submissions.file_name, obligations.source_locator) as source_locator,
            obligations.status
        from marts.fct_obligations as obligations
        inner join marts.rpt_obligation_details as details on obligations.obligation_id = details.obligation_id
        left join marts.fct_submissions as submissions on obligations.submission_id = submissions.submission_id
        order by row_key
    """,
    "coverage": """
        select
            concat(years.report_year, '-', units.unit_id) as row_key,
            years.report_year,
            units.unit_id,
            cast(null as varchar) as task_id,
            units.unit_name as subject,
            'units.csv' as source_locator,
            (
                select count(*)
                from marts.fct_obligations as obligations
                where obligations.unit_id = units.unit_id and obligations.report_year = years.report_year
            ) as owed_count
        from (select distinct report_year from marts.dim_tasks) as years
        cross join (
            select distinct unit_id, unit_name from marts.dim_units where group_code is not null and valid_to is null
        ) as units
        order by row_key
    """,
}


def incoming_frame(dataset: str, landing: Path, source: str, report_year: int | None) -> "pd.DataFrame":
    """Return the frame of the newest delivery of a source."""
    import duckdb

    folder = str(deliveries(landing, source, report_year)[-1]).replace("'", "''")
    return duckdb.execute(INCOMING[dataset].format(folder=folder)).df()


def mart_frames(warehouse: Path) -> dict[str, "pd.DataFrame"]:
    """Return dataset → frame of all verdicts, in one reading of the warehouse."""
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {dataset: connection.execute(query).df() for dataset, query in MARTS.items()}
