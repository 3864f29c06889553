"""The words that people read for the codes of the warehouse, from the same seed that the models join."""

from functools import cache

from orchestration.settings import PROJECT
from sources.registry.csv_rows import read_rows

_SEED = PROJECT / "dbt_project" / "seeds" / "labels.csv"


@cache
def labels(domain: str) -> dict[str, str]:
    """Return code → label of a domain (``severity``, ``status``, ``obligation_type`` …), in its order."""
    rows = [
        row for row in read_rows(_SEED, ("domain", "code", "label", "sort_order")) if row["domain"] == domain
    ]
    return {row["code"]: row["label"] for row in sorted(rows, key=lambda row: row.integer("sort_order"))}
