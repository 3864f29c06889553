"""All rules of the prose on one report."""

import datetime as dt
from collections.abc import Iterator

from sources.registry.registry import Registry
from sources.returns.documents.model import Document
from sources.returns.model import Finding, Return
from sources.returns.texts.activity import activity_beside_zeros
from sources.returns.texts.bodies import Reporter, wrong_bodies
from sources.returns.texts.parts import miscounted_parts
from sources.returns.texts.sentences import placed_sentences, prose
from sources.returns.texts.sums import broken_sums
from sources.returns.texts.words import blank_numbers, superseded_documents, vague_words
from sources.returns.texts.years import left_over_years


def text_findings(
    document: Document, result: Return, report_year: int, registry: Registry
) -> Iterator[Finding]:
    """Yield what is wrong with the prose of an annual report; the same thing said twice is found once.

    Args:
        document: The file that the report was read from.
        result: Its unit and its figures.
        report_year: The year reported on.
        registry: Tells the reporting unit from other bodies.
    """
    lines = prose(document)
    said = list(placed_sentences(lines))
    reporter = Reporter.of(result.unit_id, registry, dt.date(report_year, 12, 31))
    seen: set[tuple[str, str]] = set()
    for finding in (
        *superseded_documents(said, report_year),
        *left_over_years(said, report_year),
        *blank_numbers(lines),
        *broken_sums(said),
        *wrong_bodies(said, reporter),
        *miscounted_parts(lines),
        *vague_words(said, reporter.unit_type),
        *activity_beside_zeros(said, result.figures, report_year),
    ):
        if (finding.rule_code, finding.found) not in seen:
            seen.add((finding.rule_code, finding.found))
            yield finding
