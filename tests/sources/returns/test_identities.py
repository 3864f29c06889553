"""Every identity of the map: kept, broken by one, with an empty cell, with a zero."""

from decimal import Decimal

import pytest

from sources.returns.form_map import Identity, form_fields, identities
from sources.returns.identities import broken_identities
from sources.returns.model import FORM_STATISTICS, FORM_WEBSITE, Figure, Finding

CASES = [
    pytest.param(form, version, identity, id=f"{identity.rule_code}-{version}-{identity.left[0]}")
    for form in (FORM_STATISTICS, FORM_WEBSITE)
    for version in form_fields(form)
    for identity in identities(form, version)
]
Line = dict[str, Decimal | None]


def figures(form: str, version: str, identity: Identity, values: Line) -> list[Figure]:
    """One line (the first row or column of the table) with these terms."""
    fields = [f for f in form_fields(form)[version] if f.table_code == identity.table_code]
    row, column = fields[0].row_code, fields[0].column_code
    made = []
    for term, value in values.items():
        at = (row, term) if identity.direction == "row" else (term, column)
        state = "empty" if value is None else "number" if value else "zero"
        made.append(Figure(identity.table_code, *at, state, value, str(value or ""), f"{at[0]}!{at[1]}"))
    return made


def kept(identity: Identity) -> Line:
    """Terms that keep it: the right side 1, 2, 3 …, the left side shares the sum."""
    line: Line = {term: Decimal(number) for number, term in enumerate(identity.right, start=1)}
    total = sum(range(1, len(identity.right) + 1))
    for number, term in enumerate(reversed(identity.left)):
        line[term] = Decimal(total) if number == len(identity.left) - 1 else Decimal(0)
    return line


def check(form: str, version: str, identity: Identity, line: Line) -> list[Finding]:
    found = broken_identities(form, version, figures(form, version, identity, line))
    return [finding for finding in found if finding.expected == identity.title]


def test_there_are_identities_for_both_versions() -> None:
    counted = {version: len(identities(FORM_STATISTICS, version)) for version in ("30", "60")}
    assert counted == {"30": 4, "60": 4}
    assert len(identities(FORM_WEBSITE, "12")) == 9


@pytest.mark.parametrize(("form", "version", "identity"), CASES)
def test_terms_are_fields_of_the_form(form: str, version: str, identity: Identity) -> None:
    at = "column_code" if identity.direction == "row" else "row_code"
    fields = {getattr(f, at) for f in form_fields(form)[version] if f.table_code == identity.table_code}
    assert {*identity.left, *identity.right} <= fields


@pytest.mark.parametrize(("form", "version", "identity"), CASES)
def test_kept(form: str, version: str, identity: Identity) -> None:
    assert check(form, version, identity, kept(identity)) == []


@pytest.mark.parametrize(("form", "version", "identity"), CASES)
def test_broken_by_one_names_both_sides_and_the_difference(
    form: str, version: str, identity: Identity
) -> None:
    line = kept(identity)
    first = identity.left[0]
    total = line[first]
    assert total is not None
    line[first] = total + 1
    (finding,) = check(form, version, identity, line)
    assert finding.rule_code == identity.rule_code
    assert finding.difference == 1
    assert f"左边 {total + 1}" in finding.found
    assert f"右边 {total}" in finding.found
    assert "相差 1" in finding.found
    row_or_column = finding.place.split("!")
    assert first in row_or_column


@pytest.mark.parametrize(("form", "version", "identity"), CASES)
def test_an_empty_cell_is_no_zero_and_breaks_nothing_by_itself(
    form: str, version: str, identity: Identity
) -> None:
    line = kept(identity)
    line[identity.right[-1]] = None
    assert check(form, version, identity, line) == []


@pytest.mark.parametrize(("form", "version", "identity"), [c for c in CASES if c.values[2].relation == "="])
def test_parts_that_are_too_much_already_are_broken_in_spite_of_an_empty_cell(
    form: str, version: str, identity: Identity
) -> None:
    line = kept(identity)
    line[identity.right[-1]] = None
    line[identity.right[0]] = Decimal(1000)
    (finding,) = check(form, version, identity, line)
    assert finding.difference is not None
    assert finding.difference < 0


@pytest.mark.parametrize(("form", "version", "identity"), CASES)
def test_all_zero_keeps_it(form: str, version: str, identity: Identity) -> None:
    zero: Line = dict.fromkeys((*identity.left, *identity.right), Decimal(0))
    assert check(form, version, identity, zero) == []


@pytest.mark.parametrize(("form", "version", "identity"), CASES)
def test_a_zero_where_a_part_should_be_breaks_a_sum(form: str, version: str, identity: Identity) -> None:
    line = kept(identity)
    line[identity.right[-1]] = Decimal(0)
    assert len(check(form, version, identity, line)) == 1


def test_a_table_without_figures_has_no_findings() -> None:
    assert list(broken_identities(FORM_STATISTICS, "30", [])) == []
