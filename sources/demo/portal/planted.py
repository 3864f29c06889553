"""Tells what is planted in the demo sites: ``planted.csv``, with the addresses of the day."""

from collections.abc import Sequence
from pathlib import Path

from sources.demo.portal.model import DemoSite, Planted
from sources.registry.csv_rows import read_rows

_PLANTED = Path(__file__).parent / "planted.csv"


def planted(sites: Sequence[DemoSite]) -> list[Planted]:
    """Return the defects planted in sites; rows of roles that are not among them are left out."""
    by_role = {site.role: site for site in sites}
    return [
        Planted(row["rule_code"], site.site_id, _where(site, row["where"]))
        for row in read_rows(_PLANTED, ("rule_code", "role", "where", "note"))
        if (site := by_role.get(row["role"]))
    ]


def _where(site: DemoSite, where: str) -> str:
    """Return a path, or the name of one, as an address of the site; anything else as it is."""
    if where.startswith("@"):
        return site.url(site.names[where[1:]])
    return site.url(where) if where.startswith("/") else where
