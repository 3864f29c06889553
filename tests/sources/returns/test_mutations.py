"""Two thousand spoilt files: none crashes or hangs the reader, none is without a receipt, none lies unnoticed.

Some formats carry no checksum (CSV, HTML, xls). A digit flipped in one of them, in a cell over which the form
defines no sum, is to the letter what a unit would have sent that means the other number. Such silent changes
are counted and shown; anywhere else there must be none.
"""

import resource
import struct
import time
from collections import Counter

import pytest

from sources.registry.registry import Registry
from sources.returns.model import Return
from sources.returns.reading import read_file
from tests.sources.returns.good_files import FOLDER, UNIT_ID, YEAR, good_files
from tests.sources.returns.mutation_raw import says_so
from tests.sources.returns.mutation_verdict import PROGRESS, Silent, Verdict, judge
from tests.sources.returns.mutations import Mutation, choice, kinds_of, mutation

SAMPLE, ALL, PART = 156, 2000, 100
# Tables that no sum of the form holds together, or not in every cell.
WITHOUT_SUMS = ("disclosures", "fees", "website")
MOST_SECONDS = 5.0
Readings = dict[str, list[Return]]


@pytest.fixture(scope="module")
def originals(registry: Registry) -> Readings:
    """What the good files say."""
    return {
        name: read_file(file.content, name, FOLDER, YEAR, registry) for name, file in good_files().items()
    }


def _processor_seconds() -> float:
    """Of this process and of those that ended: how busy the machine is does not matter."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _read(one: Mutation, registry: Registry) -> tuple[list[Return], float]:
    start = _processor_seconds()
    results = read_file(one.content, one.file.name, FOLDER, YEAR, registry)
    return results, _processor_seconds() - start


def _is_indistinguishable(one: Mutation, silent: Silent) -> bool:
    """Tell whether a silent change is what an honest return with the other figure would be.

    The format has no checksum, no sum of the form holds the cell, and the file itself says the other figure. Of
    the lines of a ledger nobody can tell what they said before; one that is gone is told as still owed.
    """
    if one.file.has_checksum or silent.key[0] not in (*WITHOUT_SUMS, PROGRESS):
        return False
    return silent.key[0] == PROGRESS or says_so(one.file, one.content, silent)


def _campaign(numbers: range, originals: Readings, registry: Registry) -> Counter[tuple[str, str]]:
    """Read the mutations; return how often which format ended how, and fail on the first that must not be."""
    counts: Counter[tuple[str, str]] = Counter()
    for number in numbers:
        one = mutation(number, originals)
        results, seconds = _read(one, registry)
        what = f"{number}: {one.file.name}, {one.kind}"
        assert results, what
        assert {result.outcome for result in results} <= {"accepted", "accepted_with_warnings", "rejected"}, (
            what
        )
        assert all(result.findings for result in results if result.is_rejected), what
        assert seconds < MOST_SECONDS, f"{what}: {seconds:.1f} s"
        assert {result.unit_id for result in results if not result.is_rejected} <= {UNIT_ID}, what
        verdict: Verdict = judge(originals[one.file.name], results)
        wrong = [silent for silent in verdict.silent if not _is_indistinguishable(one, silent)]
        assert not wrong, f"{what}: {wrong[:3]}"
        counts[one.file.format, verdict.outcome] += 1
        if verdict.silent:
            cells = [
                f"{'/'.join(one_cell.key)} {one_cell.before}→{one_cell.after}" for one_cell in verdict.silent
            ]
            print(f"silent: {what}: {len(cells)}, e.g. {cells[:2]}")
    return counts


def _print(counts: Counter[tuple[str, str]]) -> None:
    for (file_format, outcome), count in sorted(counts.items()):
        print(f"{file_format:5} {outcome:9} {count}")


def test_a_sample_of_all_files_and_kinds(originals: Readings, registry: Registry) -> None:
    shown = [choice(number) for number in range(SAMPLE)]
    assert {file.name for file, _ in shown} == set(good_files())
    assert {kind for _, kind in shown} == {kind for name in good_files() for kind in kinds_of(name)}
    counts = _campaign(range(SAMPLE), originals, registry)
    _print(counts)
    assert {outcome for _, outcome in counts} >= {"rejected", "same", "told"}


@pytest.mark.campaign
@pytest.mark.parametrize("start", range(0, ALL, PART))
def test_two_thousand(start: int, originals: Readings, registry: Registry) -> None:
    _print(_campaign(range(start, start + PART), originals, registry))


@pytest.mark.parametrize("number", [0, 57, 999])
def test_a_mutation_is_the_same_every_time(number: int, originals: Readings) -> None:
    assert mutation(number, originals) == mutation(number, originals)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("official.html", b">1234<", b">1235<"),
        ("gb18030.csv", b",1234,", b",1235,"),
        ("official.tsv", b"\t1234\t", b"\t1235\t"),
        ("statistics.xls", struct.pack("<i", 24153 << 2 | 2), struct.pack("<i", 24154 << 2 | 2)),
    ],
)
def test_a_silent_change_would_be_seen(
    name: str, old: bytes, new: bytes, originals: Readings, registry: Registry
) -> None:
    """The judge itself: another figure in a table without sums, and no finding."""
    file = good_files()[name]
    other = file.content.replace(old, new, 1)
    assert other != file.content
    verdict = judge(originals[file.name], read_file(other, file.name, FOLDER, YEAR, registry))
    assert verdict.outcome == "silent"
    (silent,) = verdict.silent
    assert silent.key == ("disclosures", "licences", "decisions")
    assert _is_indistinguishable(Mutation(0, file, "", other), silent)
    assert not _is_indistinguishable(Mutation(0, file, "", other), silent._replace(raw="77"))
    assert not _is_indistinguishable(Mutation(0, file, "", other), silent._replace(raw="", after=None))
