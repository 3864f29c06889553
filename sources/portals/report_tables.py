"""Schemas of the published reports as they are landed (source ``published_reports``, one partition a day)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def schemas() -> "dict[str, pa.Schema]":
    """Return table name → schema: ``reports``, ``figures``, ``clauses``, ``findings``."""
    import pyarrow as pa

    from sources.returns.landed import RETURN_SCHEMAS

    text, number, day = pa.string(), pa.int32(), pa.date32()
    of_report = [("crawl_day", day), ("report_id", text)]
    kept = ("submission_id",)
    return {
        "reports": pa.schema(
            [
                *of_report,
                *(("site_id", text), ("unit_id", text), ("report_year", number), ("url", text)),
                *(("title", text), ("published_on", day), ("address_dated", day)),
                *(("format", text), ("sha256", text)),
                *(("outcome", text), ("is_synthetic", pa.bool_()), ("template_version", text)),
                *(("section_count", number), ("missing_sections", text)),
                *(("table_count", number), ("missing_tables", text)),
            ]
        ),
        **{
            name: pa.schema(
                [*of_report, *((f.name, f.type) for f in RETURN_SCHEMAS[name] if f.name not in kept)]
            )
            for name in ("figures", "clauses", "findings")
        },
    }
