"""What the messages say, held against the read copy that they are made from."""

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.exports.tables import ReadCopy
from orchestration.messages.digest import compose_digest
from orchestration.messages.outbox import SENT, WAITING, Message, Outbox
from orchestration.messages.units import compose_unit_message, read_news, template_name
from orchestration.messages.wording import clipped, listed
from orchestration.settings import load_settings
from orchestration.templates import make_templates
from tests.conftest import AS_OF, REGISTRY, YEAR

DAY = dt.date.fromisoformat(AS_OF)
URL = "https://files.example/exports/"
COPY = Path("published") / "zwgk.duckdb"


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox")


@pytest.fixture
def copied_home(demo_home: Path, tmp_path: Path) -> Path:
    """A home with a read copy of its own, to change at will."""
    (tmp_path / COPY).parent.mkdir()
    shutil.copy(demo_home / COPY, tmp_path / COPY)
    return tmp_path


def _digest(home: Path, outbox: Outbox, url: str = "", troubles: tuple[str, ...] = ()) -> Message:
    with ReadCopy(home / COPY) as copy:
        return compose_digest(copy, YEAR, url, outbox, troubles)


def _unit_messages(home: Path, url: str = "", templates: tuple[str, ...] = ()) -> dict[str, Message]:
    with ReadCopy(home / COPY) as copy:
        edition = copy.edition(YEAR)
        return {
            one.unit_id: compose_unit_message(one, edition, DAY, url, templates)
            for one in read_news(copy, YEAR)
        }


def _rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with ReadCopy(home / COPY) as copy:
        return copy.rows(query)


def _change(home: Path, *statements: str) -> None:
    with duckdb.connect(str(home / COPY)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_the_digest_counts_as_the_warehouse_does(demo_home: Path, outbox: Outbox) -> None:
    message = _digest(demo_home, outbox)
    assert (message.key, message.tag) == (f"digest-{YEAR}-{AS_OF}", "office")
    assert (message.as_of, message.valid_until) == (DAY, DAY)
    assert message.title == "2021年政务公开报送日报（2022年2月15日）"
    counts = dict(_rows(demo_home, "select status, count(*) from fct_obligations group by 1"))
    owed = (
        f"应报 {sum(counts.values())} 项：按时 {counts['on_time']}，迟报 {counts['late']}，未报 {counts['missing']}，"
        f"临期 {counts.get('due_soon', 0)}，未到期 {counts.get('not_due', 0)}，不涉及 {counts.get('exempt', 0)}"
    )
    assert owed in message.body
    assert "含合成演示数据" in message.body
    assert len(message.facts["missing"]) == counts["missing"]
    worst = "select unit_name, missing_count from rpt_chase_summary order by row_order limit 1"
    [(name, missing)] = _rows(demo_home, worst)
    assert f"· {name}：未报 {missing} 项，最长逾期" in message.body
    fatal = "select count(*) from fct_quality_flags where severity = 'fatal' and is_open"
    assert f"严重 {_rows(demo_home, fatal)[0][0]}，警告 " in message.body
    assert "（全口径）：初稿，" in message.body and "未报送年度统计报表" in message.body
    assert "在办公厅导出文件夹" in message.body and "http" not in message.body
    assert "比上次" not in message.body and "送达情况" not in message.body


def test_the_digest_links_to_the_files_and_tells_what_did_not_arrive(demo_home: Path, outbox: Outbox) -> None:
    body = _digest(demo_home, outbox, URL, ("某单位第6周提醒，邮件：未能送达",)).body
    assert "https://files.example/exports/2021/%E5%82%AC%E6%8A%A5%E6%B8%85%E5%8D%95.xlsx" in body
    assert "· 某单位第6周提醒，邮件：未能送达" in body


def test_the_digest_fits_a_robot_of_wecom(demo_home: Path, outbox: Outbox) -> None:
    message = _digest(demo_home, outbox)
    assert len((message.title + message.body).encode()) < 2048


def test_the_digest_says_what_changed_since_the_one_that_arrived(copied_home: Path, outbox: Outbox) -> None:
    now = _digest(copied_home, outbox)
    missing, received = now.facts["missing"], now.facts["received"]
    arrived = replace(
        now,
        key=f"digest-{YEAR}-2022-02-11",
        as_of=DAY - dt.timedelta(days=4),
        facts={"missing": [*missing[3:], "甲", "乙"], "received": received - 1},
        channels={"json-1": SENT},
    )
    lost = replace(
        arrived,
        key=f"digest-{YEAR}-2022-02-14",
        as_of=DAY - dt.timedelta(days=1),
        channels={"json-1": WAITING},
    )
    other_year = replace(arrived, key=f"digest-{YEAR - 1}-2022-02-13", as_of=DAY - dt.timedelta(days=2))
    for message in (arrived, lost, other_year):
        outbox.put(message)
    told = "比上次（2022年2月11日）：新增未报 3 项，不再未报 2 项，新收文件 1 份"
    assert told in _digest(copied_home, outbox).body


def test_the_digest_of_a_good_year_is_short(copied_home: Path, outbox: Outbox) -> None:
    _change(
        copied_home,
        "update fct_obligations set status = 'on_time'",
        "update rpt_chase_summary set missing_count = 0",
        "update fct_quality_flags set is_open = false",
        "update rpt_report_standing set is_final = true, reason_count = 0",
    )
    body = _digest(copied_home, outbox).body
    assert "未报 0" in body and "（全口径）：定稿" in body
    assert "未报最多的单位" not in body and "待处理的问题" not in body and "尚不能定稿" not in body


def test_every_unit_hears_of_its_own_items_and_no_other(demo_home: Path) -> None:
    messages = _unit_messages(demo_home)
    counts = dict(_rows(demo_home, "select unit_id, count(*) from rpt_chase_list group by 1"))
    assert counts.keys() <= messages.keys()
    names = dict(_rows(demo_home, "select unit_id, unit_name from rpt_chase_summary"))
    for unit_id, message in messages.items():
        assert message.tag == unit_id
        assert message.key == f"unit-{YEAR}-2022-W07-{unit_id}"
        assert message.valid_until == dt.date(2022, 2, 20)
        assert message.body.startswith(f"{names[unit_id]}：\n")
        items = [line for line in message.body.splitlines() if " 到期" in line]
        assert len(items) == min(counts.get(unit_id, 0), 40)
        assert "报送表请向办公厅索取" in message.body
    assert "【未受理的文件" in messages["shi-minzhengju"].body
    assert sum("【未受理的文件" in message.body for message in messages.values()) == 1


def test_what_is_due_soon_is_told_and_a_unit_with_nothing_to_hear_hears_nothing(copied_home: Path) -> None:
    quiet = "shi-sifaju"
    _change(
        copied_home,
        f"delete from rpt_chase_list where unit_id = '{quiet}'",
        f"delete from fct_quality_flags where unit_id = '{quiet}'",
        "update fct_obligations set status = 'due_soon' where unit_id = 'yongtai' and status = 'missing'",
        "update rpt_chase_list set days_late = null where unit_id = 'yongtai'",
    )
    messages = _unit_messages(copied_home)
    assert quiet not in messages
    body = messages["yongtai"].body
    assert "【即将到期（33 项）】" in body and "【未报（" not in body and "逾期" not in body


def test_findings_are_counted_and_an_answered_one_no_longer(copied_home: Path) -> None:
    assert "【待处理的问题】\n严重 2 处" in _unit_messages(copied_home)["gulou"].body
    _change(
        copied_home,
        "update fct_quality_flags set is_open = false where unit_id = 'gulou' and rule_code = 'STA-12'",
    )
    assert "【待处理的问题】\n严重 1 处" in _unit_messages(copied_home)["gulou"].body


def test_a_file_name_cannot_write_lines_of_its_own(copied_home: Path) -> None:
    name = "坏文件.xlsx\n\n【通知】请点击\u202ehttp://evil.example " + "长" * 300
    _change(copied_home, f"update fct_submissions set file_name = '{name}' where outcome = 'rejected'")
    body = _unit_messages(copied_home)["shi-minzhengju"].body
    [line] = [line for line in body.splitlines() if "坏文件" in line]
    assert line.startswith("· 坏文件.xlsx 【通知】请点击�http://evil.example 长长")
    assert "\u202e" not in body and len(line) < 120


def test_the_link_is_to_the_template_that_lies_there(demo_home: Path, tmp_path: Path) -> None:
    paths = make_templates(REGISTRY, YEAR, tmp_path, {})
    names = tuple(path.name for path in paths)
    assert template_name(YEAR, "市民政局") in names
    for message in _unit_messages(demo_home, URL, names).values():
        assert (
            "报送表：https://files.example/exports/2021/%E6%8A%A5%E9%80%81%E8%A1%A8/2021%E5%B9%B4"
            in message.body
        )
    assert all("请向办公厅索取" in message.body for message in _unit_messages(demo_home, URL).values())


def test_lists_stop_and_say_so() -> None:
    assert listed(["一", "二", "三"], 2, "另有 {} 条") == ["· 一", "· 二", "· 另有 1 条"]
    assert listed(["一", "二"], 2, "另有 {} 条") == ["· 一", "· 二"]
    assert clipped("甲\r\n\t乙\x00 丙") == "甲 乙� 丙"


def test_the_settings_know_the_outbox_and_the_address_of_the_exports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZWGK_HOME", str(tmp_path))
    monkeypatch.delenv("ZWGK_CONFIG", raising=False)
    assert load_settings().outbox == tmp_path / "outbox"
    assert load_settings().messages.exports_url == ""
