"""The outbox: each message by each channel at most once, whatever is down and whoever is killed."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.messages.channels import Channel, read_channels
from orchestration.messages.deliver import deliver, not_arrived
from orchestration.messages.outbox import SENDING, SENT, WAITING, Message, Outbox
from tests.conftest import PROJECT
from tests.orchestration.message_servers import SECRET, free_port, hook_server, mail_server

DAY = dt.date(2022, 2, 15)
DIGEST = Message(
    "digest-2021-2022-02-15",
    "office",
    "2022年2月15日日报",
    DAY,
    DAY,
    "日报",
    "一切都好",
    "…",
    {"missing": ["一"]},
)
SEND = """
import datetime as dt, os, sys
from pathlib import Path
from orchestration.messages.channels import read_channels
from orchestration.messages.deliver import deliver
from orchestration.messages.outbox import Outbox

deliver(Outbox(Path(sys.argv[1])), read_channels(os.environ["ZWGK_NOTIFY"])[0], dt.date(2022, 2, 15))
"""


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    outbox = Outbox(tmp_path / "outbox")
    outbox.put(replace(DIGEST, channels={}))
    return outbox


def _channels(*lines: str) -> list[Channel]:
    channels, unread = read_channels("\n".join(lines))
    assert unread == []
    return channels


def _states(outbox: Outbox) -> list[str]:
    [message] = outbox.messages()
    return sorted(message.channels.values())


def test_a_message_is_read_as_it_was_put_and_holds_no_address(outbox: Outbox) -> None:
    assert list(outbox.messages()) == [DIGEST]
    assert DIGEST.key in outbox and "digest-2021-2022-02-16" not in outbox
    with hook_server() as hook, mail_server() as mailbox:
        deliver(outbox, _channels(hook.line("office"), mailbox.line("office")), DAY)
    [path] = outbox.folder.iterdir()
    content = path.read_text(encoding="utf-8")
    assert "一切都好" in content
    assert not [word for word in (SECRET, "127.0.0.1", "@", "sender") if word in content]


def test_what_is_sent_is_sent_once(outbox: Outbox) -> None:
    with hook_server() as hook:
        channels = _channels(hook.line("office"))
        assert deliver(outbox, channels, DAY) == {SENT: 1}
        assert deliver(outbox, channels, DAY) == {}
        assert [body["title"] for body in hook.bodies] == ["日报"]
    assert not_arrived(outbox, DAY) == []


def test_it_goes_only_where_its_tag_leads(outbox: Outbox) -> None:
    with hook_server() as hook:
        assert deliver(outbox, _channels(hook.line("shi-caizhengju")), DAY) == {}
        assert hook.bodies == []


def test_a_server_that_is_down_is_tried_again_and_the_other_gets_nothing_twice(outbox: Outbox) -> None:
    port = free_port()
    with mail_server() as mailbox:
        with hook_server(port) as hook:
            lines = [hook.line("office"), mailbox.line("office")]
        channels = _channels(*lines)
        assert deliver(outbox, channels, DAY) == {WAITING: 1, SENT: 1}
        assert _states(outbox) == [SENT, WAITING]
        [line] = not_arrived(outbox, DAY)
        assert line.startswith("2022年2月15日日报，json（") and line.endswith("尚未送达，下次运行再发")
        assert deliver(outbox, channels, DAY) == {WAITING: 1}
        with hook_server(port) as hook:
            assert deliver(outbox, channels, DAY) == {SENT: 1}
            assert deliver(outbox, channels, DAY) == {}
            assert len(hook.bodies) == len(mailbox.mails) == 1


def test_a_channel_that_is_added_later_gets_it_too(outbox: Outbox) -> None:
    with hook_server() as hook:
        deliver(outbox, _channels(hook.line("office", "one")), DAY)
        lines = [hook.line("office", "one"), hook.line("office", "two")]
        assert deliver(outbox, _channels(*lines), DAY) == {SENT: 1}


def test_after_its_last_day_it_is_not_sent_but_told(outbox: Outbox) -> None:
    next_day = DAY + dt.timedelta(days=1)
    with hook_server() as hook:
        hook.status = 503
        channels = _channels(hook.line("office"))
        assert deliver(outbox, channels, DAY) == {WAITING: 1}
        hook.status = 200
        assert deliver(outbox, channels, next_day) == {}
    [line] = not_arrived(outbox, next_day)
    assert line.endswith("未能送达")
    assert not_arrived(outbox, DAY + dt.timedelta(days=7)) == []


def test_a_server_that_does_not_answer_is_not_asked_by_every_line(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, asked = free_port(), []
    lines = [f"office=json://127.0.0.1:{port}/{number}" for number in range(5)]
    channels = _channels(*lines)
    send = type(channels[0].server).send
    monkeypatch.setattr(
        type(channels[0].server), "send", lambda self, **given: asked.append(1) or send(self, **given)
    )
    assert deliver(outbox, channels, DAY) == {WAITING: 5}
    assert asked == [1]
    assert _states(outbox) == [WAITING] * 5


def test_who_is_killed_while_sending_is_not_followed_by_one_who_sends_again(outbox: Outbox) -> None:
    with hook_server() as hook:
        hook.hold = threading.Event()
        lines = [f"{hook.line('office', 'one')}?rto=60", f"{hook.line('office', 'two')}?rto=60"]
        command = [sys.executable, "-c", SEND, str(outbox.folder)]
        environment = os.environ | {"ZWGK_NOTIFY": "\n".join(lines)}
        with subprocess.Popen(command, cwd=PROJECT, env=environment) as process:
            deadline = time.monotonic() + 60
            while not hook.bodies and time.monotonic() < deadline:
                time.sleep(0.05)
            process.send_signal(signal.SIGKILL)
        assert _states(outbox) == [SENDING]
        hook.hold.set()
        hook.hold = None
        assert deliver(outbox, _channels(*lines), DAY) == {SENT: 1}
        assert len(hook.bodies) == 2  # one by each channel, the killed one among them
        assert deliver(outbox, _channels(*lines), DAY) == {}
    assert _states(outbox) == [SENDING, SENT]
    [line] = not_arrived(outbox, DAY)
    assert line.endswith("送达情况不明，不再重发")


def test_who_falls_silent_is_not_sent_it_again(outbox: Outbox) -> None:
    with hook_server() as hook:
        hook.status = None
        channels = _channels(hook.line("office"))
        assert deliver(outbox, channels, DAY) == {SENDING: 1}
        assert deliver(outbox, channels, DAY) == {}
        assert len(hook.bodies) == 1


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"key": "x", "as_of": "2022-02-15"}'])
def test_a_file_that_nobody_can_read_is_told_and_stops_nothing(outbox: Outbox, content: str) -> None:
    key = "unit-2021-2022-W07-shi-caizhengju"
    (outbox.folder / f"{key}.json").write_text(content, encoding="utf-8")
    assert key in outbox  # so it is not composed again
    with hook_server() as hook:
        assert deliver(outbox, _channels(hook.line("office"), hook.line("shi-caizhengju")), DAY) == {SENT: 1}
    assert not_arrived(outbox, DAY) == [f"{key}：记录损坏，送达情况不明"]
