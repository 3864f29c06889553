"""The pages and files of a crawl that may be annual reports: the entries of the columns that hold them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from sources.archive import archived
from sources.portals.registry import Portals
from sources.portals.reports import Candidate

COLUMN = "annual_report"


def candidates(delivery: Path, archive_root: Path, portals: Portals) -> Iterator[Candidate]:
    """Yield what a delivery of a crawl has in the column of the annual reports, one body in memory at a time.

    What something is called is what its page says, else what the list or the link calls it.
    """
    units = {site.site_id: site.unit_id for site in portals.sites}
    listed = {row["item_url"]: row for row in _rows(delivery, "items") if row["column_code"] == COLUMN}
    linked = {row["url"]: row["title"] for row in _rows(delivery, "attachments")}
    pages = {row["url"]: row for row in _rows(delivery, "pages") if row["column_code"] == COLUMN}
    for row in _rows(delivery, "fetches"):
        url, page = str(row["url"]), pages.get(row["url"])
        if row["column_code"] != COLUMN or not row["sha256"] or (page and page["is_list"]):
            continue
        item = listed.get(url)
        said = page["published_at"] if page else None
        yield Candidate(
            site_id=str(row["site_id"]),
            unit_id=units[str(row["site_id"])],
            url=url,
            title=str((page and page["title"]) or (item and item["title"]) or linked.get(url) or ""),
            content=archived(archive_root, str(row["sha256"])).read_bytes(),
            content_type=row["content_type"],  # type: ignore[arg-type]
            published_on=said.date() if said else (item["listed_on"] if item else None),  # type: ignore[attr-defined,arg-type]
        )


def _rows(delivery: Path, table: str) -> list[Mapping[str, object]]:
    import pyarrow.parquet as pq

    rows: list[Mapping[str, object]] = pq.ParquetFile(delivery / f"{table}.parquet").read().to_pylist()
    return rows
