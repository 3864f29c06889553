"""Runs the suites and reports every rule as an asset check.

Incoming frames are checked before anything loads them: a fatal failure there stops the run, because what
follows would be wrong. Verdicts on the marts are landed first, so that each of them becomes a flag, and
are then reported on the table that they are about; they never stop a run.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from expectations.catalogue import Rule, rules
from expectations.runner import Failure, run_suite
from orchestration.defs.checks.frames import MARTS, incoming_frame, mart_frames
from orchestration.defs.checks.landed import deliver_failures, deliver_rules, newest_failures
from orchestration.preview import counts
from orchestration.resources import WRITER_POOL, Period
from orchestration.settings import load_settings
from sources.landing import landed_years

# dataset → (asset that is checked, source in the landing area)
INCOMING = {"units": ("landed_registry", "registry"), "tasks": ("landed_notices", "notices")}
VERDICTS = {
    "progress": "fct_task_progress",
    "submissions": "fct_submissions",
    "obligations": "fct_obligations",
    "coverage": "fct_obligations",
    "chase": "fct_obligation_findings",
    "freshness": "fct_source_freshness",
    "portals": "fct_portal_findings",
    "probes": "fct_task_probes",
    "reports": "fct_report_findings",
}
SHOWN = 20


def _rules_of(dataset: str) -> list[Rule]:
    return [rule for rule in rules().values() if rule.dataset == dataset]


def _check_name(rule: Rule) -> str:
    return rule.rule_code.replace("-", "_")


def _specs(
    dataset: str, asset_key: dg.AssetKey, blocking: bool, after: str | None = None
) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(
            _check_name(rule),
            asset=asset_key,
            description=rule.title,
            blocking=blocking,
            additional_deps=[after] if after else None,
        )
        for rule in _rules_of(dataset)
    ]


def _result(rule: Rule, asset_key: dg.AssetKey, failures: list[Failure]) -> dg.AssetCheckResult:
    records = [
        dg.TableRecord(
            {
                "对象": item.subject or item.row_key,
                "实为": item.actual or "",
                "位置": item.source_locator or "",
            }
        )
        for item in failures[:SHOWN]
    ]
    metadata: dict[str, Any] = {"rule": rule.title, "basis": rule.basis, "failures": len(failures)}
    if records:
        metadata["rows"] = dg.MetadataValue.table(records)
        metadata["first"] = _in_words(rule, failures)
    return dg.AssetCheckResult(
        check_name=_check_name(rule),
        asset_key=asset_key,
        passed=not failures,
        severity=dg.AssetCheckSeverity.ERROR if rule.severity == "fatal" else dg.AssetCheckSeverity.WARN,
        description=f"{rule.title}：{len(failures)} 处" if failures else rule.title,
        metadata=metadata,
    )


def _in_words(rule: Rule, failures: list[Failure]) -> str:
    first = failures[0]
    parts = [
        f"{rule.title}（{rule.rule_code}，{len(failures)} 处），如 {first.source_locator}：{first.subject}"
    ]
    parts += [f"实为 {first.actual}"] if first.actual else []
    parts += [f"应为：{first.expected}"] if first.expected else []
    return "。".join(parts) + "。"


@dg.asset(
    group_name="checks",
    owners=["team:coordinating_office"],
    kinds={"csv", "parquet"},
    description="规则目录 expectations/rules.csv，落地供各表引用。",
    op_tags={"zwgk/label": "读取规则目录"},
)
def landed_rules() -> dg.MaterializeResult:
    """Land the rule catalogue."""
    return dg.MaterializeResult(metadata=counts({"rules": deliver_rules(load_settings().landing)}))


@dg.multi_asset_check(
    name="incoming_checks",
    specs=[
        spec
        for dataset, (key, _) in INCOMING.items()
        for spec in _specs(dataset, dg.AssetKey(key), blocking=True)
    ],
    op_tags={"zwgk/label": "检查名录和任务表"},
)
def incoming_checks(period: Period) -> Iterator[dg.AssetCheckResult]:
    """Check units, and the tasks of every year, before load."""
    landing = load_settings().landing
    for dataset, (key, source) in INCOMING.items():
        found: list[Failure] = []
        years: list[int | None] = [*landed_years(landing, source)]
        for year in years or [None]:
            by_rule = run_suite(dataset, incoming_frame(dataset, landing, source, year))
            failures = [item for items in by_rule.values() for item in items]
            deliver_failures(landing, dataset, year, failures)
            found += failures
        for rule in _rules_of(dataset):
            yield _result(
                rule, dg.AssetKey(key), [item for item in found if item.rule_code == rule.rule_code]
            )


@dg.asset(
    group_name="checks",
    owners=["team:data"],
    kinds={"parquet"},
    deps=[dg.AssetKey(["marts", name]) for name in sorted({*VERDICTS.values(), "rpt_obligation_details"})],
    pool=WRITER_POOL,
    description="各表的检查结果：未通过的行及其依据，供汇总为问题清单。",
    op_tags={"zwgk/label": "检查未报、迟报和填报内容"},
)
def landed_checks() -> dg.MaterializeResult:
    """Run the suites on the marts and land what failed."""
    settings = load_settings()
    numbers: dict[str, int] = {}
    for dataset, frame in mart_frames(settings.warehouse).items():
        failures = [item for items in run_suite(dataset, frame).values() for item in items]
        deliver_failures(settings.landing, dataset, None, failures)
        numbers[dataset] = len(failures)
    return dg.MaterializeResult(metadata=counts(numbers))


@dg.multi_asset_check(
    name="verdicts",
    specs=[
        spec
        for dataset, table in VERDICTS.items()
        for spec in _specs(dataset, dg.AssetKey(["marts", table]), blocking=False, after="landed_checks")
    ],
    op_tags={"zwgk/label": "报告检查结果"},
)
def verdicts() -> Iterator[dg.AssetCheckResult]:
    """Report the landed results on the tables that they are about."""
    landing = load_settings().landing
    for dataset in MARTS:
        failures = newest_failures(landing, dataset, None)
        for rule in _rules_of(dataset):
            found = [item for item in failures if item.rule_code == rule.rule_code]
            yield _result(rule, dg.AssetKey(["marts", VERDICTS[dataset]]), found)
