"""Messages from a finished home: Dagster's assets, a mail server and a webhook on loopback, one day after another."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.defs.messages import assets
from orchestration.instance import prepare
from orchestration.resources import Period
from orchestration.settings import PROJECT, load_settings
from tests.conftest import AS_OF, YEAR
from tests.end_to_end.helpers import rows
from tests.orchestration.message_servers import SECRET, free_port, hook_server, mail_server

TODAY = dt.date.fromisoformat(AS_OF)
UNITS = ("shi-minzhengju", "gulou")
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Materialise an asset of the home on a day, with the lines of ZWGK_NOTIFY; return what its history says."""
    monkeypatch.setenv("ZWGK_HOME", str(own_home))
    monkeypatch.setenv("DAGSTER_HOME", str(own_home / "dagster"))
    prepare(load_settings())

    def materialise(
        asset: dg.AssetsDefinition,
        *lines: str,
        day: dt.date = TODAY,
        as_of: dt.date | None = None,
        hour: int = 8,
        year: int = YEAR,
    ) -> dict[str, Any]:
        monkeypatch.setattr(assets, "now", lambda: dt.datetime.combine(day, dt.time(hour)))
        monkeypatch.setenv("ZWGK_NOTIFY", "\n".join(lines))
        period = Period(report_year=year, as_of=(as_of or day).isoformat())
        result = dg.materialize([asset], instance=instance, resources={"period": period})
        assert result.success
        [event] = result.asset_materializations_for_node(asset.node_def.name)
        return {name: value.value for name, value in event.metadata.items()}

    with dg.DagsterInstance.get() as instance:
        yield materialise


def test_the_digest_arrives_once_a_day_readable(run: Run) -> None:
    with mail_server() as mailbox:
        line = mailbox.line("office")
        assert run(assets.office_digest, line) == {"sent": 1, "kept": 0, "unclear": 0, "notes": ""}
        assert run(assets.office_digest, line)["sent"] == 0
    [mail] = mailbox.mails
    assert str(mail["Subject"]) == "2021年政务公开报送日报（2022年2月15日）"
    body = mail.get_content()
    assert "【报送情况】" in body and "【未报最多的单位】" in body and "【年度报告】" in body
    assert "\ufffd" not in body


def test_a_channel_that_is_down_keeps_the_run_green_and_gets_it_with_the_next(run: Run) -> None:
    port = free_port()
    with hook_server() as hook:
        lines = [
            f"office=mailto://zwgk:{SECRET}@127.0.0.1:{port}?from=zwgk@office.example&to=office@office.example",
            hook.line("office"),
        ]
        told = run(assets.office_digest, *lines)
        assert (told["sent"], told["kept"], told["unclear"]) == (1, 1, 0)
        assert told["notes"] == "1 份未能送达，下次运行再发"
        with mail_server(port) as mailbox:
            assert run(assets.office_digest, *lines)["sent"] == 1
            assert run(assets.office_digest, *lines)["sent"] == 0
        assert len(mailbox.mails) == len(hook.bodies) == 1


def test_a_run_that_looks_back_or_has_no_address_sends_nothing_and_says_so(run: Run, own_home: Path) -> None:
    with hook_server() as hook:
        line = hook.line("office")
        for asset in (assets.office_digest, assets.unit_messages):
            told = run(asset, line, as_of=TODAY - dt.timedelta(days=30))
            assert told == {"sent": 0, "notes": "截至日期不是今天，不发送"}
            assert run(asset) == {"sent": 0, "notes": "ZWGK_NOTIFY 没有可用的通知地址，不发送"}
        tomorrow = TODAY + dt.timedelta(days=1)
        told = run(assets.office_digest, line, day=tomorrow)
        assert told["sent"] == 0 and "只读副本截至 2022-02-15，不是今天" in told["notes"]
        assert run(assets.office_digest, line, hour=6) == {"sent": 0, "notes": "日报 7 点以后发送"}
        # The January and June runs are of another year; the office hears once a day.
        told = run(assets.office_digest, line, year=YEAR - 1)
        assert told == {"sent": 0, "notes": f"日报只讲 {YEAR} 年（zwgk.toml 中的年度），不发送"}
        assert run(assets.office_digest, hook.line("gulou"))["notes"] == (
            "ZWGK_NOTIFY 中没有标签 office，办公厅收不到日报"
        )
        told = run(assets.office_digest, "坏行", line)
        assert (told["sent"], told["notes"]) == (1, "ZWGK_NOTIFY 第 1 行读不懂，未使用")
        assert len(hook.bodies) == 1


def test_units_hear_once_a_week_each_of_its_own(run: Run, own_home: Path) -> None:
    with hook_server() as hook:
        lines = [hook.line(unit_id, unit_id) for unit_id in (*UNITS, "nobody")]
        told = run(assets.unit_messages, *lines)
        assert told["sent"] == 2
        without, unknown = told["notes"].splitlines()
        assert re.fullmatch(r"有事项的单位 (\d+) 个，其中 \d+ 个没有通知地址", without)
        assert unknown == "ZWGK_NOTIFY 中的标签不是单位编号：nobody"
        assert run(assets.unit_messages, *lines)["sent"] == 0
        sunday, monday = TODAY + dt.timedelta(days=5), TODAY + dt.timedelta(days=6)
        assert run(assets.unit_messages, *lines, day=sunday)["sent"] == 0
        assert run(assets.unit_messages, *lines, day=monday)["sent"] == 2
        # What the copy says is too old to chase anybody with.
        told = run(assets.unit_messages, *lines, day=monday + dt.timedelta(days=7))
        assert told["sent"] == 0 and "只读副本截至 2022-02-15" in told["notes"]
    names = [name for unit_id in sorted(UNITS) for [name] in _unit_names(own_home, unit_id)]
    assert sorted(body["title"] for body in hook.bodies) == sorted(
        f"{YEAR}年政务公开报送提醒：{name}（{day}）"
        for name in names
        for day in ("2022年2月15日", "2022年2月21日")
    )


def _unit_names(home: Path, unit_id: str) -> list[tuple[object, ...]]:
    return rows(home, f"select unit_name from rpt_chase_summary where unit_id = '{unit_id}'")


def test_the_link_leads_to_a_template_that_is_made_for_it(
    run: Run, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = (PROJECT / "zwgk.toml").read_text(encoding="utf-8")
    settings = shipped.replace('exports_url = ""', 'exports_url = "https://files.example"')
    settings = settings.replace('"sources/registry', f'"{PROJECT}/sources/registry')
    (tmp_path / "zwgk.toml").write_text(settings, encoding="utf-8")
    monkeypatch.setenv("ZWGK_CONFIG", str(tmp_path / "zwgk.toml"))
    with hook_server() as hook:
        assert run(assets.unit_messages, hook.line("gulou"))["sent"] == 1
    assert "报送表：https://files.example/2021/" in hook.bodies[0]["message"]
    assert (own_home / "exports" / str(YEAR) / "报送表" / "2021年政务公开报送表-鼓楼区政府.xlsx").exists()


def test_what_one_did_not_get_stands_in_the_next_digest(run: Run) -> None:
    with hook_server() as hook:
        hook.status = None  # takes it and hangs up
        assert run(assets.unit_messages, hook.line("gulou"))["unclear"] == 1
        hook.status = 200
        assert run(assets.unit_messages, hook.line("gulou"))["sent"] == 0
        run(assets.office_digest, hook.line("gulou"), hook.line("office", "office"))
    assert ["日报" in body["title"] for body in hook.bodies] == [False, True]
    assert "【送达情况】" in hook.bodies[1]["message"]
    assert "第7周提醒，json（" in hook.bodies[1]["message"]
    assert "送达情况不明，不再重发" in hook.bodies[1]["message"]


def test_no_file_and_no_line_of_a_log_holds_a_secret(
    run: Run, own_home: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(1)
    with mail_server() as mailbox, hook_server() as hook:
        lines = [
            mailbox.line("office"),
            hook.line("office"),
            f"office=json://127.0.0.1:{free_port()}/{SECRET}",
            f"坏行 {SECRET}",
            f"office=wecombot://??{SECRET}",
        ]
        told = run(assets.office_digest, *lines)
        assert (told["sent"], told["kept"]) == (2, 1)
        run(assets.unit_messages, *lines)
    assert SECRET not in json.dumps(told, ensure_ascii=False)
    written = capfd.readouterr()
    assert SECRET not in caplog.text + written.out + written.err
    files = [path for path in own_home.rglob("*") if path.is_file() and "inbox" not in path.parts]
    assert any("outbox" in path.parts for path in files) and any(path.suffix == ".db" for path in files)
    holding = [
        path for path in files if path.stat().st_size < 50_000_000 and SECRET.encode() in path.read_bytes()
    ]
    assert holding == []
