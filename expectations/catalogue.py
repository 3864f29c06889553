"""The rule catalogue as rows."""

import csv
import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

PATH = Path(__file__).parent / "rules.csv"
DATASETS = PATH.with_name("datasets.csv")


class Rule(NamedTuple):
    """One rule of the system."""

    rule_code: str
    severity: str
    title: str
    compared: str
    basis: str
    dataset: str


@cache
def rules() -> dict[str, Rule]:
    """Return rule_code → rule, in the order of the catalogue."""
    with PATH.open(encoding="utf-8", newline="") as handle:
        return {row["rule_code"]: Rule(**row) for row in csv.DictReader(handle)}


@cache
def dataset_titles() -> dict[str, str]:
    """Return dataset → what it is called in Chinese."""
    with DATASETS.open(encoding="utf-8", newline="") as handle:
        return {row["dataset"]: row["title"] for row in csv.DictReader(handle)}


def version() -> str:
    """Return the first 12 hex digits of the catalogue's sha256, which names its version."""
    return hashlib.sha256(PATH.read_bytes()).hexdigest()[:12]
