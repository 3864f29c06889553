"""The hash of what a page says, the same as long as only clocks, counters, tokens and the weather change."""

import hashlib
import re

from sources.portals.model import Link
from sources.portals.reading.links import extension_kind
from sources.portals.reading.words import volatile_parameters, volatile_texts

_PATH_PARAMETER = re.compile(r";[^/?]{0,200}")


def content_hash(title: str, text: str, links: list[Link]) -> str:
    """Return the sha256, in hexadecimal, of title, text, link targets and names of attachments.

    Links of menus count (a menu that changes is a change); style sheets, scripts and frames do not.
    """
    parts = [title, stable_text(text)]
    for link in links:
        if link.kind != "resource" or extension_kind(link.url) == "image":
            parts.append(stable_address(link.url))
        if link.kind == "attachment":
            parts.append(link.text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def stable_text(text: str) -> str:
    """Return the text without what changes at every fetch."""
    for pattern in volatile_texts():
        text = pattern.sub("", text)
    return text


def stable_address(url: str) -> str:
    """Return an address without tokens, time stamps and session numbers."""
    path, mark, query = url.partition("?")
    if ";" in path:
        path = _PATH_PARAMETER.sub(_kept_path_parameter, path)
    if not mark:
        return path
    kept = [pair for pair in query.split("&") if pair.partition("=")[0].lower() not in volatile_parameters()]
    return f"{path}?{'&'.join(kept)}" if kept else path


def _kept_path_parameter(match: re.Match[str]) -> str:
    return "" if match[0][1:].partition("=")[0].lower() in volatile_parameters() else match[0]
