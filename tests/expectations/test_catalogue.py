"""The rule catalogue is whole, and code and catalogue know the same rules."""

import ast
import csv
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from expectations import catalogue, suites
from expectations.page import PATH, rules_page
from expectations.suites import units
from orchestration.defs.checks.assets import INCOMING, VERDICTS
from tests.conftest import PROJECT, REGISTRY

CODE = re.compile(r"[A-Z]{3}-\d\d")
SUITES = {module.name for module in pkgutil.iter_modules(suites.__path__)}
# Findings that readers make themselves; all others are made by suites.
BY_READERS = {"notices", "returns", "register"}


def _rows() -> list[dict[str, str]]:
    with catalogue.PATH.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _texts_in(folder: Path) -> set[str]:
    """The strings of the code; what only a comment names is not used."""
    return {
        node.value
        for path in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _codes_in(folder: Path) -> set[str]:
    return {text for text in _texts_in(folder) if CODE.fullmatch(text)}


def _codes_of_forms() -> set[str]:
    """The rules of the statistical forms: one number under the letters of each form, and sums as data."""
    folder = PROJECT / "sources" / "returns"
    tree = ast.parse((folder / "figures.py").read_text(encoding="utf-8"))
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    letters = {text for text in texts if re.fullmatch(r"[A-Z]{3}", text)}
    numbers = {text for text in texts if re.fullmatch(r"-\d\d", text)}
    with (folder / "forms" / "identities.csv").open(encoding="utf-8-sig", newline="") as handle:
        sums = {row["rule_code"] for row in csv.DictReader(handle)}
    return {f"{letter}{number}" for letter in letters for number in numbers} | sums


def test_a_code_is_given_once() -> None:
    codes = [row["rule_code"] for row in _rows()]
    assert len(codes) == len(set(codes)) == len(catalogue.rules())


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["rule_code"])
def test_a_rule_says_everything_about_itself(row: dict[str, str]) -> None:
    assert set(row) == set(catalogue.Rule._fields)
    assert all(value and value == value.strip() for value in row.values())
    assert CODE.fullmatch(row["rule_code"])
    assert row["severity"] in {"fatal", "warning", "notice"}
    assert row["dataset"] in SUITES | BY_READERS


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["rule_code"])
def test_what_people_read_of_a_rule_is_chinese(row: dict[str, str]) -> None:
    assert not re.search(r"[A-Za-z]", row["title"])
    for column in ("title", "compared", "basis"):
        assert re.search(r"[\u4e00-\u9fff]", row[column]), column


def test_titles_tell_the_rules_apart() -> None:
    titles = [row["title"] for row in _rows()]
    assert len(titles) == len(set(titles))


def test_every_code_in_the_code_is_in_the_catalogue_and_the_other_way_round() -> None:
    used = _codes_in(PROJECT / "sources") | _codes_in(PROJECT / "expectations" / "suites") | _codes_of_forms()
    assert used == set(catalogue.rules())


def test_a_broken_official_sum_is_fatal_and_a_natural_one_is_not() -> None:
    sums = {
        code: rule.severity
        for code, rule in catalogue.rules().items()
        if re.fullmatch(r"(STA|WEB)-1\d", code)
    }
    assert {code: severity for code, severity in sums.items() if severity != "fatal"} == {
        "STA-15": "warning",
        "WEB-11": "warning",
        "WEB-12": "warning",
    }
    assert len(sums) == 7


def test_no_code_hides_in_a_longer_text() -> None:
    texts = _texts_in(PROJECT / "sources") | _texts_in(PROJECT / "expectations")
    assert not [text for text in texts if CODE.search(text) and not CODE.fullmatch(text)]


@pytest.mark.parametrize("dataset", sorted(SUITES))
def test_a_suite_knows_the_rules_of_its_dataset_and_no_others(dataset: str) -> None:
    made = importlib.import_module(f"expectations.suites.{dataset}").expectations()
    of_dataset = {rule.rule_code for rule in catalogue.rules().values() if rule.dataset == dataset}
    assert {item.meta["rule_code"] for item in made} == of_dataset
    assert all(item.meta["expected"] for item in made)


def test_every_suite_is_run_by_a_check() -> None:
    assert set(INCOMING) | set(VERDICTS) == SUITES


def test_types_of_units_are_those_of_the_deadline_table() -> None:
    with (REGISTRY / "deadlines.csv").open(encoding="utf-8-sig", newline="") as handle:
        assert {row["unit_type"] for row in csv.DictReader(handle)} == set(units.UNIT_TYPES)


def test_a_changed_catalogue_has_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = catalogue.version()
    changed = tmp_path / "rules.csv"
    changed.write_bytes(catalogue.PATH.read_bytes().replace(b"fatal", b"warning", 1))
    monkeypatch.setattr(catalogue, "PATH", changed)
    assert re.fullmatch(r"[0-9a-f]{12}", shipped)
    assert catalogue.version() != shipped


def test_the_page_of_rules_is_up_to_date() -> None:
    assert PATH.read_text(encoding="utf-8") == rules_page(), "请运行 make docs"
