"""Reads the statistical forms (annual statistics, website figures) from a document, by their form maps."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from sources.returns import figure_findings
from sources.returns.documents.model import Cell, Document, Table
from sources.returns.figure_findings import OPTIONAL, RULES, Resolved
from sources.returns.form_map import FormField, form_fields, label_key
from sources.returns.identities import broken_identities
from sources.returns.model import Figure, Finding
from sources.returns.numbers import Reading, is_other_unit, read_number
from sources.returns.place_grid import place_grid
from sources.returns.place_pairs import place_pairs
from sources.returns.table_form import (
    FigureKey,
    LabelledTable,
    Placement,
    TableForm,
    figure_key,
    stated_units,
)

# So much of a table's fields must be there for it to be that table.
_RECOGNISED = 0.5


@dataclass
class FigureForm:
    """A statistical form found in a document; ``tables`` are those that it was read from."""

    form: str
    template_version: str
    figures: list[Figure] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    prefilled: frozenset[str] = frozenset()
    # What stands above the first label of each table: titles, 填报单位.
    tops: list[list[list[Cell | None]]] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Whether not one cell is filled in, but for what our template had filled in itself."""
        return all(
            figure.cell_state == "empty" or ".".join(figure[:3]) in self.prefilled for figure in self.figures
        )


def labelled_tables(document: Document) -> list[LabelledTable]:
    """Return the tables of a document with their labels worked out, for all forms that are looked for."""
    return [LabelledTable(table) for table in document.tables]


def find_figures(
    document: Document, form: str, report_year: int, labelled: list[LabelledTable] | None = None
) -> FigureForm | None:
    """Return the form as the document has it, or None where it is not there.

    The version is the one whose fields the tables have most of: it follows from the content, not from the
    year. Hidden worksheets count only where no visible one has the form.

    Args:
        document: The file taken apart.
        form: ``annual_statistics`` or ``website_annual``.
        report_year: The year reported on; another version than its own is a finding.
        labelled: Its tables by :func:`labelled_tables`, where another form was looked for already.
    """
    for is_visible in (True, False):
        tables = [
            table for table in labelled or labelled_tables(document) if table.table.is_visible is is_visible
        ]
        placed = (_place_version(tables, form, version) for version in _likely_versions(tables, form))
        best = max(placed, key=lambda found: found.share)
        if best.tables:
            return _read(best, form, report_year, document.marks)
    return None


def _likely_versions(tables: list[LabelledTable], form: str) -> list[str]:
    """Return the versions worth placing: the one with most labels that no other has, else all of them."""
    words = frozenset[str]().union(*(table.words for table in tables))
    own = {version: len(words & labels) for version, labels in _own_words(form).items()}
    best = max(own.values())
    return [version for version, count in own.items() if count == best]


@cache
def _own_words(form: str) -> dict[str, frozenset[str]]:
    """Return version → the labels that it alone has."""
    words = {
        version: {word for f in fields for word in (*f.row_path, *f.column_path)}
        for version, fields in form_fields(form).items()
    }
    others = {version: set[str]().union(*(w for v, w in words.items() if v != version)) for version in words}
    return {version: frozenset(words[version] - others[version]) for version in words}


@dataclass
class _Found:
    """What one version of a form finds in the tables of a document."""

    template_version: str
    share: float = 0.0
    placements: list[Placement] = field(default_factory=list)
    tables: list[LabelledTable] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)


@cache
def _table_forms(form: str, version: str) -> dict[str, TableForm]:
    fields = form_fields(form)[version]
    alone = {code: TableForm(tuple(group)) for code, group in groupby(fields, key=lambda f: f.table_code)}
    headings = {code: table.column_words for code, table in alone.items()}
    return {
        code: TableForm(
            table.fields,
            frozenset().union(*(words for other, words in headings.items() if other != code))
            - {word for f in table.fields for word in (*f.column_path, *f.row_path)},
        )
        for code, table in alone.items()
    }


@cache
def _unit_words(form: str, version: str) -> frozenset[str]:
    return frozenset(label_key(f.unit) for f in form_fields(form)[version])


def _place_version(tables: list[LabelledTable], form: str, version: str) -> _Found:
    """Place the fields of a version; parts of one table of the form may stand in several tables."""
    found = _Found(version)
    placed, possible = 0, 0
    for code, table_form in _table_forms(form, version).items():
        likely = [table for table in tables if table.words & table_form.words]
        placements = [(table.table, _place(table, table_form, form, version)) for table in likely]
        placements = [(table, p) for table, p in placements if p.cells or p.unplaceable]
        names = {name for _, p in placements for name in p.cells.keys() | p.unplaceable}
        if len(names) < _RECOGNISED * len(table_form.fields):
            continue
        found.codes.add(code)
        found.placements += [p for _, p in placements]
        new = [table for table in likely if any(table.table is placed_on for placed_on, _ in placements)]
        found.tables += [table for table in new if not any(table is known for known in found.tables)]
        if code not in OPTIONAL:
            # What a version knows and the file lacks counts against it, and so does what only the file has.
            strays = sum(len(p.strays) for _, p in placements)
            placed, possible = placed + len(names), possible + len(table_form.fields) + strays
    if found.codes <= OPTIONAL:
        return _Found(version)
    found.share = placed / possible
    return found


def _place(table: LabelledTable, table_form: TableForm, form: str, version: str) -> Placement:
    if table_form.column_paths:
        return place_grid(table, table_form)
    return place_pairs(table, table_form, _unit_words(form, version))


def _read(found: _Found, form: str, report_year: int, marks: dict[str, str]) -> FigureForm:
    rules = RULES[form]
    prefilled = frozenset(marks.get("prefilled", "").split())
    result = FigureForm(form, found.template_version, prefilled=prefilled)
    result.tables = [labelled.table for labelled in found.tables]
    result.tops = [_top(labelled, _leaves(form, found.template_version)) for labelled in found.tables]
    resolved = list(_resolve(found, form, result.findings))
    result.figures = [
        Figure(*figure_key(f), reading.state, reading.value, cell.raw, cell.place)
        for f, cell, reading in resolved
    ]
    if not result.is_blank:
        tables = _table_forms(form, found.template_version)
        strays = (stray for placement in found.placements for stray in placement.strays)
        result.findings += figure_findings.missing(rules, tables, found.codes, resolved)
        if "template" in marks:
            gone = OPTIONAL.intersection(tables) - found.codes
            result.findings += [figure_findings.taken_out(rules.empty, code) for code in gone]
        result.findings += [figure_findings.stray_finding(rules, stray) for stray in strays]
        result.findings += figure_findings.empty(rules, resolved)
        unusual = (item for item in resolved if figure_findings.may_be_unusual(item))
        result.findings += [one for item in unusual for one in figure_findings.unusual(rules, item)]
        result.findings += broken_identities(form, found.template_version, result.figures)
    result.findings += figure_findings.wrong_version(rules, form, found.template_version, report_year)
    return result


def _resolve(found: _Found, form: str, findings: list[Finding]) -> Iterator[Resolved]:
    """Yield each field with its cell; two cells that say different things make it unreadable."""
    cells: dict[FigureKey, list[Cell]] = {}
    unplaceable: set[FigureKey] = set()
    for placement in found.placements:
        unplaceable |= placement.unplaceable
        for name, some in placement.cells.items():
            cells.setdefault(name, []).extend(some)
    units = stated_units([labelled.table for labelled in found.tables], _leaves(form, found.template_version))
    for f in form_fields(form)[found.template_version]:
        name = figure_key(f)
        if name not in cells:
            continue
        cell, differs = cells[name][0], False
        if len(cells[name]) > 1:
            filled = [one for one in cells[name] if one.text]
            cell = filled[0] if filled else cell
            differs = len({read_number(one.raw, f.unit) for one in filled}) > 1
            if differs:
                findings.append(figure_findings.conflicting(RULES[form], f, filled))
        if differs or name in unplaceable:
            yield Resolved(f, cell, Reading("unreadable"))
            continue
        reading = read_number(cell.raw, f.unit)
        # A bare number counts in the unit that the file's own label names.
        if units and reading.state == "number" and not reading.has_unit and (unit := _other_unit(f, units)):
            reading = read_number(f"{cell.raw}{unit}", f.unit)
            if reading.state == "unreadable":
                findings.append(figure_findings.unit_of_label(RULES[form], f, cell, unit))
        yield Resolved(f, cell, reading)


def _top(labelled: LabelledTable, leaves: frozenset[str]) -> list[list[Cell | None]]:
    """Return the rows above the first that bears a label of the form."""
    for number, labels in enumerate(labelled.labels):
        if not leaves.isdisjoint(labels):
            return labelled.table.rows[:number]
    return []


@cache
def _leaves(form: str, version: str) -> frozenset[str]:
    paths = (path for f in form_fields(form)[version] for path in (f.row_path, f.column_path))
    return frozenset(path[-1] for path in paths if path)


def _other_unit(f: FormField, units: dict[str, set[str]]) -> str | None:
    """Return the unit that the file's own label names, where that is not the unit of the form."""
    labels = [path[-1] for path in (f.row_path, f.column_path) if path]
    named = {unit for label in labels for unit in units.get(label, ()) if is_other_unit(unit, f.unit)}
    return min(named) if named else None
