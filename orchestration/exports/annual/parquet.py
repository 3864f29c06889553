"""The typed Parquet file of the figures of many reports: one row a figure in print order."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.exports.annual.grids import figures
from orchestration.exports.annual.model import AnnualReport
from sources.text import clean

if TYPE_CHECKING:
    import pyarrow as pa

_PLACES = Decimal("0.000001")
# Reports in one row group: enough to read fast, few enough to hold.
_BATCH = 500


def write_parquet(path: Path, reports: Iterable[AnnualReport]) -> None:
    """Write the file; the same reports give the same bytes."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = _schema()
    remaining = iter(reports)
    known: dict[str, set[str]] = {}
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(remaining, _BATCH)):
            columns = list(zip(*(row for report in batch for row in _rows(report)), strict=True))
            writer.write_table(
                pa.table([pa.array(c, t) for c, t in zip(columns, schema.types, strict=True)], schema=schema)
            )
            for report in batch:
                for name, text in _metadata(report).items():
                    known.setdefault(name, set()).add(text)
        writer.add_key_value_metadata({name: "、".join(sorted(texts)) for name, texts in known.items()})


def _schema() -> "pa.Schema":
    import pyarrow as pa

    # Few different texts, over and over.
    word = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [
            ("report_year", pa.int32()),
            *((name, word) for name in ("scope", "scope_name", "scope_kind")),
            *((name, word) for name in ("table_code", "row_code", "column_code")),
            *((name, word) for name in ("table_label", "row_label", "column_label")),
            ("value", pa.decimal128(20, 6)),
            ("state", word),
            ("raw_text", pa.string()),
            ("is_complete", pa.bool_()),
            ("owing", pa.int32()),
            ("counted", pa.int32()),
            ("uncounted", word),
            *((name, word) for name in ("unit", "template_version")),
            ("version", pa.int32()),
            ("is_draft", pa.bool_()),
            ("as_of", pa.date32()),
            ("data_version", word),
            ("is_synthetic", pa.bool_()),
        ]
    )


def _rows(report: AnnualReport) -> Iterator[tuple[object, ...]]:
    scope = (report.report_year, clean(report.scope), clean(report.scope_name), clean(report.scope_kind))
    edition = (report.version, report.is_draft, report.as_of, clean(report.data_version), report.is_synthetic)
    for figure in figures(report.template_version):
        cell = report.cell(figure.key)
        yield (
            *scope,
            *figure.key,
            *(figure.table, figure.row, figure.column),
            None if cell.value is None else cell.value.quantize(_PLACES),
            *(cell.state, clean(cell.raw_text), not cell.is_incomplete),
            *(cell.owing, cell.counted, clean(cell.uncounted)),
            *(figure.field.unit, report.template_version),
            *edition,
        )


def _metadata(report: AnnualReport) -> dict[str, str]:
    return {
        "report_year": str(report.report_year),
        "as_of": report.as_of.isoformat(),
        "data_version": clean(report.data_version),
        "template_version": report.template_version,
        "is_synthetic": str(report.is_synthetic).lower(),
    }
