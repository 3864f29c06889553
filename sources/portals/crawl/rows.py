"""The rows that a crawl lands, one type a table; the schemas follow from the types."""

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple, get_type_hints

if TYPE_CHECKING:
    import pyarrow as pa


class SiteRow(NamedTuple):
    """A site on a day: how far its crawl came."""

    crawl_day: dt.date
    site_id: str
    unit_id: str
    site_name: str
    home_url: str
    site_id_code: str | None
    robots_status: str
    robots_detail: str | None
    fetch_count: int
    page_count: int
    transferred_bytes: int
    capped_by: str | None
    capped_at: str | None


class ProbeRow(NamedTuple):
    """One look whether the home page opens."""

    crawl_day: dt.date
    site_id: str
    probe_no: int
    probed_at: dt.datetime | None
    status: str
    elapsed_ms: int


class FetchRow(NamedTuple):
    """One address asked for; ``purpose`` is page, home_link (to another site), evidence, report or sitemap."""

    crawl_day: dt.date
    site_id: str | None
    url: str
    purpose: str
    column_code: str | None
    depth: int
    referrer: str | None
    is_on_home: bool
    status: str
    is_permanent: bool
    http_status: int | None
    final_url: str
    fetched_at: dt.datetime | None
    elapsed_ms: int
    transferred_bytes: int
    attempts: int
    sha256: str | None
    etag: str | None
    last_modified: str | None
    content_type: str | None
    detail: str | None


class PageRow(NamedTuple):
    """What a page says; ``body_text`` is kept for the pages of columns alone."""

    crawl_day: dt.date
    site_id: str
    url: str
    column_code: str | None
    is_list: bool
    page_type: str
    title: str
    published_at: dt.datetime | None
    published_basis: str | None
    content_source: str | None
    encoding: str
    encoding_basis: str
    content_hash: str
    is_deleted: bool
    text_length: int
    attachment_count: int
    media: str | None
    body_text: str | None


class ItemRow(NamedTuple):
    """An entry in the list of a column."""

    crawl_day: dt.date
    site_id: str
    column_code: str
    page_url: str
    item_url: str
    title: str
    listed_on: dt.date | None
    position: int


class ColumnRow(NamedTuple):
    """A column that must be there, as the registry had it on the day, and how its first page was found.

    ``arrived_at`` is where a redirect within the site led to, and where the page is; null where nothing came.
    """

    crawl_day: dt.date
    site_id: str
    column_code: str
    column_name: str
    column_type: str
    url: str
    update_days: int | None
    is_required: bool
    is_section: bool
    status: str
    arrived_at: str | None


class TagRow(NamedTuple):
    """An official page tag that is missing, empty or malformed."""

    crawl_day: dt.date
    site_id: str
    url: str
    page_type: str
    tag_name: str
    problem: str
    tag_value: str


class MarkRow(NamedTuple):
    """A footer mark that the home page has."""

    crawl_day: dt.date
    site_id: str
    mark: str
    mark_value: str


class PersonalRow(NamedTuple):
    """A number of a person left on a page, masked."""

    crawl_day: dt.date
    site_id: str
    url: str
    kind: str
    masked: str
    context: str


class AttachmentRow(NamedTuple):
    """A file that a page links to; recorded, not downloaded."""

    crawl_day: dt.date
    site_id: str
    page_url: str
    url: str
    title: str


class PairRow(NamedTuple):
    """A policy with its interpretation; ``interpretation_url`` is null where there is none."""

    crawl_day: dt.date
    site_id: str
    policy_url: str
    interpretation_url: str | None
    basis: str | None
    is_linked_from_policy: bool
    is_linked_to_policy: bool
    copied_share: float | None


class EvidenceRow(NamedTuple):
    """A link that a unit gave for a finished task, and what became of it."""

    crawl_day: dt.date
    url: str
    evidence_status: str
    final_url: str | None


ROWS: dict[str, type[NamedTuple]] = {  # type: ignore[valid-type]
    "sites": SiteRow,
    "probes": ProbeRow,
    "fetches": FetchRow,
    "pages": PageRow,
    "items": ItemRow,
    "site_columns": ColumnRow,
    "page_tags": TagRow,
    "footer_marks": MarkRow,
    "personal_data": PersonalRow,
    "attachments": AttachmentRow,
    "policy_pairs": PairRow,
    "evidence": EvidenceRow,
}


def schemas() -> "dict[str, pa.Schema]":
    """Return table name → schema of its rows."""
    import pyarrow as pa

    types = {
        str: pa.string(),
        int: pa.int64(),
        bool: pa.bool_(),
        float: pa.float64(),
        dt.date: pa.date32(),
        dt.datetime: pa.timestamp("us"),
    }
    found = {}
    for name, row in ROWS.items():
        hints = get_type_hints(row)
        plain = {
            field: next(t for t in types if t in getattr(hint, "__args__", (hint,)))
            for field, hint in hints.items()
        }
        found[name] = pa.schema([(field, types[kind]) for field, kind in plain.items()])
    return found
