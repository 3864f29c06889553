"""The demo portal of the shipped notice, served for real, and a client for it."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from sources.demo.portal.model import DemoSite
from sources.demo.portal.portal import Served, serve
from sources.demo.portal.sites import demo_sites
from sources.notices.listed import listed_notice
from sources.notices.model import Notice
from sources.registry.registry import Registry

DAY = dt.date(2022, 2, 15)
YEAR = 2021
SLOW = 0.6
Get = Callable[..., requests.Response]
Roles = dict[str, DemoSite]


@pytest.fixture(scope="package")
def notice(city_folder: Path, registry: Registry) -> Notice:
    return listed_notice(city_folder, YEAR, registry)[0]


@pytest.fixture(scope="package")
def sites(registry: Registry, notice: Notice) -> list[DemoSite]:
    return demo_sites(registry, DAY, YEAR, notice)


@pytest.fixture(scope="package")
def roles(sites: list[DemoSite]) -> Roles:
    return {site.role: site for site in sites}


@pytest.fixture(scope="package")
def served(sites: list[DemoSite]) -> Iterator[Served]:
    with serve(sites, slow_seconds=SLOW) as running:
        yield running


@pytest.fixture(scope="package")
def get(served: Served) -> Iterator[Get]:
    """Ask the running portal for an address of the demo domain; redirects are not followed."""
    session = requests.Session()
    session.trust_env = False

    def ask(url: str, **headers: str) -> requests.Response:
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        address = f"http://{served.address.ip}:{served.address.port}{parts.path or '/'}{query}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return session.get(address, headers={"Host": parts.netloc, **named}, allow_redirects=False, timeout=5)

    yield ask
    session.close()
