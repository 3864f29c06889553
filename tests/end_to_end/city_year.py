"""A synthetic year of a whole city whose figures are known: what every unit hands in, and the files that come out."""

import csv
import random
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from sources.demo.figures import demo_statistics
from sources.registry.csv_rows import read_rows
from sources.returns.model import SYNTHETIC_MARK
from tests.conftest import REGISTRY, YEAR
from tests.orchestration import annual_cases
from tests.sources.returns import official

Key = tuple[str, str, str]
Figures = dict[Key, Decimal]


class Unit(NamedTuple):
    unit_id: str
    unit_name: str
    short_name: str


def units() -> list[Unit]:
    """The units that owe the annual statistics at the end of the year."""
    types = {row["unit_type"] for row in read_rows(REGISTRY / "rollup_members.csv", ("unit_type",))}
    return [
        Unit(row["unit_id"], row["unit_name"], row["short_name"])
        for row in read_rows(REGISTRY / "units.csv", ("unit_id", "valid_to"))
        if row["unit_type"] in types and not row["valid_to"]
    ]


def known_figures(unit: Unit) -> Figures:
    """The figures of a unit; the last one reports the real table three of a city."""
    if unit == units()[-1]:
        figures = annual_cases.real_values("30")
    else:
        figures = demo_statistics(random.Random(unit.unit_id))
    return {key: value for key, value in figures.items() if key[0] != "fees"}


def printed(figures: Mapping[Key, Decimal]) -> dict[Key, object]:
    return {key: f"{value.normalize():f}" for key, value in figures.items()}


def page(unit: Unit, figures: Mapping[Key, Decimal], version: str = "30") -> bytes:
    title = f"{unit.unit_name}{{year}}年政府信息公开工作年度报告（{SYNTHETIC_MARK}）"
    values = annual_cases.printed(figures) if version == "60" else printed(figures)
    return official.as_html(official.grids(values, version), YEAR, title)


class Inbox:
    """The inbox of a home, with its register."""

    def __init__(self, home: Path) -> None:
        self.root = home / "inbox"
        self.register: list[tuple[str, str, str]] = []

    def hand_in(self, unit: Unit, content: bytes, day: str, name: str = "年报.html", note: str = "") -> None:
        path = self.root / str(YEAR) / unit.short_name / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.register.append((f"{YEAR}/{unit.short_name}/{name}", f"{day} 09:30", note))
        with (self.root / "register.csv").open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([("文件", "收到时间", "备注"), *self.register])
