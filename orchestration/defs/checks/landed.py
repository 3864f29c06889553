"""Check results and the rule catalogue as landed tables, so that dbt can read them like any other source."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from expectations.catalogue import rules
from expectations.runner import Failure
from sources.landing import deliver, deliveries, rows_to_table

_TEXT = pa.string()
_TYPES = {"report_year": pa.int32(), "difference": pa.float64()}
FAILURES = pa.schema([(name, _TYPES.get(name, _TEXT)) for name in Failure._fields])
RULES = pa.schema(
    [(name, _TEXT) for name in ("rule_code", "severity", "title", "compared", "basis", "dataset")]
)


def deliver_rules(landing: Path) -> int:
    """Land the rule catalogue; return the number of rules."""
    rows: list[dict[str, object]] = [dict(rule._asdict()) for rule in rules().values()]
    deliver(landing, "rules", None, {"rules": rows_to_table(rows, RULES)})
    return len(rows)


def deliver_failures(
    landing: Path, dataset: str, report_year: int | None, failures: Iterable[Failure]
) -> None:
    """Land what failed in one dataset; an empty delivery says that nothing failed."""
    rows: list[dict[str, object]] = [dict(failure._asdict()) for failure in failures]
    deliver(landing, f"checks_{dataset}", report_year, {"failures": rows_to_table(rows, FAILURES)})


def newest_failures(landing: Path, dataset: str, report_year: int | None) -> list[Failure]:
    """Return what the newest delivery of a dataset says."""
    import pyarrow.parquet as pq

    table = pq.read_table(deliveries(landing, f"checks_{dataset}", report_year)[-1] / "failures.parquet")
    return [Failure(**row) for row in table.select(list(Failure._fields)).to_pylist()]
