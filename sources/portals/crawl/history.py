"""What the last crawl knows of the pages of a host, so that what did not change is not sent again."""

from collections.abc import Collection
from pathlib import Path

from sources.portals.model import Known

_COLUMNS = ("url", "etag", "last_modified", "sha256", "content_type")


def known_pages(landing: Path, hosts: Collection[str]) -> dict[str, dict[str, Known]]:
    """Return host → address → what is known of it.

    The newest delivery with anything of a host counts; older ones are not read once all hosts are found.
    """
    import pyarrow.parquet as pq

    found: dict[str, dict[str, Known]] = {}
    for path in sorted(landing.glob("portals/day=*/[0-9]*/fetches.parquet"), reverse=True):
        if found.keys() >= set(hosts):
            break
        table = pq.ParquetFile(path).read(columns=list(_COLUMNS))
        here: dict[str, dict[str, Known]] = {}
        for url, etag, modified, sha256, content_type in zip(
            *(table[name].to_pylist() for name in _COLUMNS), strict=True
        ):
            if sha256 and (etag or modified):
                here.setdefault(_host(url), {})[url] = Known(etag, modified, sha256, content_type)
        found = here | found
    return found


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower()
