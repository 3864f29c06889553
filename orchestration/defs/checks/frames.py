"""The frames that the suites check: DuckDB narrows the tables to the columns checked and the keys of a row."""

from pathlib import Path
from typing import TYPE_CHECKING

from sources.landing import deliveries

if TYPE_CHECKING:
    import pandas as pd

# Incoming frames, before load: the Parquet files of one delivery, and of the registry that it was read with.
INCOMING = {
    "tasks": """
        with units as (
            select notices.report_year, units.unit_id, units.group_code
            from '{folder}/notices.parquet' as notices
            inner join '{registry}/units.parquet' as units
                on (units.valid_from is null or units.valid_from <= notices.issued_on)
                and (units.valid_to is null or units.valid_to >= notices.issued_on)
        ),

        reached as (
            select
                assignments.task_no,
                count(distinct units.unit_id) as assigned_units,
                array_to_string(
                    list_sort(
                        list(distinct coalesce(assignments.assigned_as, '未写名称')) filter (where units.unit_id is null)
                    ),
                    '、'
                ) as unreached
            from '{folder}/assignments.parquet' as assignments
            left join units
                on assignments.report_year = units.report_year
                and (assignments.unit_id = units.unit_id or assignments.group_code = units.group_code)
            group by assignments.task_no
        )

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
            coalesce(reached.assigned_units, 0) as assigned_units,
            reached.unreached
        from '{folder}/tasks.parquet' as tasks
        left join reached on tasks.task_no = reached.task_no
        left join '{folder}/notices.parquet' as notices on tasks.report_year = notices.report_year
        order by tasks.task_no
    """,
    "units": """
        with units as (from read_parquet('{folder}/units.parquet', file_row_number = true)),

        -- What a line has in common with others that are in force on the same day; an empty bound is open.
        shared as (
            select
                units.file_row_number,
                bool_or(units.unit_id = others.unit_id) as is_overlapping,
                min(
                    case
                        when units.unit_name in (others.unit_name, others.short_name) then units.unit_name
                        when units.short_name in (others.unit_name, others.short_name) then units.short_name
                    end
                ) filter (where units.unit_id <> others.unit_id) as shared_name
            from units
            inner join units as others
                on units.file_row_number <> others.file_row_number
                and coalesce(units.valid_from <= others.valid_to, true)
                and coalesce(units.valid_to >= others.valid_from, true)
            group by units.file_row_number
        )

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
            concat(coalesce(strftime(valid_from, '%Y-%m-%d'), '不限'), ' 至 ',
                coalesce(strftime(valid_to, '%Y-%m-%d'), '不限')) as period,
            coalesce(shared.is_overlapping, false) as is_overlapping,
            shared.shared_name,
            group_code,
            group_code is null or group_code in (select group_code from '{folder}/groups.parquet') as is_group_known
        from units
        left join shared on units.file_row_number = shared.file_row_number
        order by row_key, units.file_row_number
    """,
}


def _findings(
    table: str,
    row_key: str = "findings.row_key",
    report_year: str = "findings.report_year",
    task_id: str = "cast(null as varchar)",
) -> str:
    """Return the frame of a table in which every row is a finding and names its rule."""
    return f"""
        select
            {row_key} as row_key,
            {report_year} as report_year,
            findings.unit_id,
            {task_id} as task_id,
            findings.subject,
            findings.expected,
            findings.actual,
            cast(findings.difference as double) as difference,
            findings.source_locator,
            findings.rule_code
        from marts.{table} as findings
        order by row_key, rule_code
    """


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
            progress.evidence_status,
            concat(link_labels.label, '：', progress.evidence_url) as evidence_found,
            cast(submissions.received_at as date) as received_on,
            progress.task_id is null or exists (
                select 1
                from marts.fct_task_assignments as assignments
                where assignments.task_id = progress.task_id and assignments.unit_id = progress.unit_id
            ) as is_assigned,
            -- Until the office has decided so.
            progress.progress_status = 'not_applicable' and not exists (
                select 1
                from marts.fct_obligations as obligations
                where
                    obligations.task_id = progress.task_id
                    and obligations.unit_id = progress.unit_id
                    and obligations.status = 'exempt'
            ) as is_unconfirmed
        from marts.fct_task_progress as progress
        inner join marts.fct_submissions as submissions on progress.submission_id = submissions.submission_id
        left join marts.dim_tasks as tasks on progress.task_id = tasks.task_id
        left join seeds.labels as link_labels
            on link_labels.domain = 'evidence_status' and link_labels.code = progress.evidence_status
        order by row_key
    """,
    "submissions": """
        select
            submissions.submission_id as row_key,
            submissions.report_year,
            submissions.unit_id,
            cast(null as varchar) as task_id,
            -- A file may hold several forms; each is a submission of its own.
            concat_ws(' ', submissions.file_name, labels.label) as subject,
            concat('archive/sha256/', left(submissions.sha256, 2), '/', submissions.sha256) as source_locator,
            submissions.is_withdrawn,
            case
                when submissions.withdrawn_at is not null
                    then concat(
                        '登记为 ', strftime(submissions.withdrawn_at, '%Y-%m-%d'), ' 撤回',
                        '：' || submissions.withdrawal_reason
                    )
                when submissions.is_withdrawn then '已撤走'
                else '在收件箱'
            end as whereabouts
        from marts.fct_submissions as submissions
        left join seeds.labels as labels on labels.domain = 'form' and labels.code = submissions.form
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
            concat(units.report_year, '-', units.unit_id) as row_key,
            units.report_year,
            units.unit_id,
            cast(null as varchar) as task_id,
            units.unit_name as subject,
            'units.csv' as source_locator,
            (
                select count(*)
                from marts.fct_obligations as obligations
                where obligations.unit_id = units.unit_id and obligations.report_year = units.report_year
            ) as owed_count,
            units.group_code,
            units.unit_type,
            exists (
                select 1
                from staging.stg_registry__deadlines as deadlines
                where
                    deadlines.report_year = units.report_year
                    and deadlines.unit_type = units.unit_type
                    and deadlines.form = 'annual_statistics'
            ) as has_deadline
        from intermediate.int_units_by_year as units
        order by row_key
    """,
    "chase": _findings(
        "fct_obligation_findings",
        row_key="concat(findings.rule_code, '|', findings.row_key)",
        task_id="findings.task_id",
    ),
    "freshness": """
        select
            concat_ws('|', freshness.rule_code, freshness.report_year) as row_key,
            freshness.report_year,
            cast(null as varchar) as unit_id,
            cast(null as varchar) as task_id,
            case freshness.source
                when 'portal_crawls' then '门户巡检'
                when 'portal_probes' then '首页探测'
                else freshness.report_year || ' 年登记簿'
            end as subject,
            concat('间隔不超过 ', freshness.allowed_days, ' 天') as expected,
            case
                when freshness.waiting_count > 0
                    then concat(
                        freshness.waiting_count, ' 份文件未登记，如 ', freshness.first_waiting,
                        '；登记至 ', freshness.last_arrived_on
                    )
                else coalesce('最近一次 ' || freshness.last_arrived_on, '从未到来')
            end as actual,
            cast(freshness.days_since as double) as difference,
            case when freshness.source = 'register' then 'register.csv' else 'zwgk.toml' end as source_locator,
            case when freshness.is_stale then freshness.rule_code end as rule_code
        from marts.fct_source_freshness as freshness
        order by row_key
    """,
    # A portal is as it is on a day; that belongs to no report year.
    "portals": _findings(
        "fct_portal_findings", row_key="findings.finding_id", report_year="cast(null as integer)"
    ),
    # What is not due yet is held against nobody, even where the page says already that it is not there.
    "probes": """
        select
            concat(probes.probe_id, '|', probes.unit_id) as row_key,
            probes.report_year,
            probes.unit_id,
            probes.task_id,
            concat('任务', tasks.task_no, ' ', probes.what) as subject,
            probes.what as expected,
            probes.detail as actual,
            cast(probes.wanted - probes.found as double) as difference,
            coalesce(probes.evidence_url, 'portals.csv') as source_locator,
            probes.result
        from marts.fct_task_probes as probes
        inner join marts.dim_tasks as tasks on probes.task_id = tasks.task_id
        where probes.due_date < probes.as_of
        order by row_key
    """,
    "reports": _findings("fct_report_findings"),
}


def incoming_frame(dataset: str, landing: Path, source: str, report_year: int | None) -> "pd.DataFrame":
    """Return the frame of the newest delivery of a source, beside the newest registry."""
    import duckdb

    newest = {
        "folder": deliveries(landing, source, report_year),
        "registry": deliveries(landing, "registry", None),
    }
    paths = {name: str(folders[-1]).replace("'", "''") for name, folders in newest.items()}
    return duckdb.execute(INCOMING[dataset].format(**paths)).df()


def mart_frames(warehouse: Path) -> dict[str, "pd.DataFrame"]:
    """Return dataset → frame of all verdicts, in one reading of the warehouse."""
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {dataset: connection.execute(query).df() for dataset, query in MARTS.items()}
