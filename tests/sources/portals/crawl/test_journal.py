"""A fetch is remembered once its body is kept; a torn line is no line."""

import datetime as dt
from pathlib import Path

import pytest

from sources.archive import archived
from sources.portals.crawl.journal import Journal
from sources.portals.model import Fetch, FetchStatus, Known

URL = "http://a.invalid/页.htm"
FOUND = Fetch(
    URL,
    FetchStatus.OK,
    200,
    URL,
    dt.datetime(2022, 2, 15, 2, 0, 0, 123),
    12,
    "正文".encode("gb18030"),
    "text/html; charset=gbk",
    '"e"',
    "Tue, 15 Feb 2022 00:00:00 GMT",
    4,
    1,
    None,
)
LOST = Fetch(URL + "x", FetchStatus.GONE, 404, detail="页面不存在")


def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journals" / "a.jsonl", tmp_path / "archive")


def test_what_was_recorded_comes_back_whole_after_a_restart(tmp_path: Path) -> None:
    first = journal(tmp_path)
    recorded = first.add(URL, FOUND, None)
    first.add("probe 1", LOST, None)
    assert first.get(URL) == recorded
    first.close()
    again = journal(tmp_path)
    assert again.get(URL) == recorded
    assert again.get("probe 1") == (LOST, None)
    assert again.get("unknown") is None
    assert recorded.sha256 and archived(tmp_path / "archive", recorded.sha256).read_bytes() == FOUND.content


@pytest.mark.parametrize("cut", [1, 20, 150])
def test_a_line_that_a_kill_tore_is_none_and_the_next_stands_in_its_place(tmp_path: Path, cut: int) -> None:
    first = journal(tmp_path)
    first.add("whole", LOST, None)
    first.add("torn", FOUND, None)
    first.close()
    path = tmp_path / "journals" / "a.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    again = journal(tmp_path)
    assert again.get("whole") == (LOST, None)
    assert again.get("torn") is None
    recorded = again.add("torn", FOUND, None)
    again.close()
    last = journal(tmp_path)
    assert last.get("torn") == recorded and last.get("whole") == (LOST, None)


def test_a_page_that_did_not_change_has_the_body_of_before(tmp_path: Path) -> None:
    first = journal(tmp_path)
    before = first.add(URL, FOUND, None)
    same = FOUND._replace(
        status=FetchStatus.NOT_MODIFIED,
        http_status=304,
        content=b"",
        content_type=None,
        etag=None,
        transferred=0,
    )
    recorded = first.add("later", same, Known(FOUND.etag, FOUND.last_modified, before.sha256 or ""))
    assert recorded.sha256 == before.sha256 and recorded.fetch.content == FOUND.content
    assert recorded.fetch.etag == FOUND.etag
    first.close()
    assert journal(tmp_path).get("later") == recorded
