"""Asking one site for its pages, politely and safely. Knows nothing of frontiers, files or databases."""

from sources.portals.fetching.addresses import PrivateAddress, Resolver, is_private, system_resolver
from sources.portals.fetching.fetch import Fetcher
from sources.portals.fetching.robots import Robots
from sources.portals.fetching.settings import FetchSettings

__all__ = [
    "FetchSettings",
    "Fetcher",
    "PrivateAddress",
    "Resolver",
    "Robots",
    "is_private",
    "system_resolver",
]
