"""Row counts and Markdown previews for the metadata of assets."""

from collections.abc import Mapping, Sequence

import dagster as dg

PREVIEW_ROWS = 5


def markdown(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table of the first rows; text that could break it is escaped."""
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows[:PREVIEW_ROWS]]
    return "\n".join(lines)


def counts(numbers: Mapping[str, int]) -> dict[str, dg.MetadataValue]:
    """Return row counts as metadata, with Dagster's own row-count entry for the sum."""
    entries: dict[str, dg.MetadataValue] = {
        name: dg.MetadataValue.int(value) for name, value in numbers.items()
    }
    return {**entries, "dagster/row_count": dg.MetadataValue.int(sum(numbers.values()))}


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")[:80]
