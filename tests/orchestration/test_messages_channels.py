"""Channels: what ZWGK_NOTIFY names, what arrives, and what comes of an attempt that failed."""

import logging
import threading

import pytest
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from orchestration.messages.channels import Channel, Outcome, fit, read_channels
from tests.orchestration.message_servers import SECRET, free_port, hook_server, mail_server

TITLE, BODY, REST = "日报（2022年2月15日）", "应报 3 项\n· 第一项\n· <b>第二项</b> *x*", "（其余见清单）"


def _channel(line: str) -> Channel:
    [channel], unread = read_channels(line)
    assert unread == []
    return channel


def test_lines_are_read_one_by_one_and_a_broken_one_silences_no_other() -> None:
    text = "\n".join(
        [
            "# 通知地址",
            "",
            f"office=mailtos://zwgk:{SECRET}@mail.example?to=a@mail.example",
            f"这一行坏了 {SECRET}",
            f"shi-a,shi-b=wecombot://{SECRET}",
            f"shi-a=dingtalk://{SECRET}",
            f"shi-b=feishu://{SECRET}",
            "office=wecombot://???",
            f"office=nosuch://{SECRET}",
            "group=office",
            "include http://127.0.0.1/elsewhere",
        ]
    )
    channels, unread = read_channels(text)
    assert [channel.channel_id.partition("-")[0] for channel in channels] == [
        "mailtos",
        "wecombot",
        "dingtalk",
        "feishu",
    ]
    assert channels[1].tags == {"shi-a", "shi-b"}
    assert unread == [4, 8, 9, 10, 11]
    assert SECRET not in repr(channels)
    assert read_channels("") == ([], [])


def test_a_channel_keeps_its_name_with_another_password_and_other_ones_have_others() -> None:
    line = "office=mailto://u:{}@mail.example?to=a@b.example&cc={}"
    first = _channel(line.format("one", "x@y.example,z@y.example")).channel_id
    assert _channel(line.format("two", "z@y.example,x@y.example")).channel_id == first
    assert _channel(line.format("one", "x@y.example")).channel_id != first
    # These look alike when they are masked.
    assert _channel("office=wecombot://abc1").channel_id != _channel("office=wecombot://axc1").channel_id
    twice, _ = read_channels("shi-a=wecombot://abc1\nshi-b=wecombot://abc1")
    assert twice[0].channel_id != twice[1].channel_id


def test_a_mail_arrives_in_chinese_as_plain_text() -> None:
    with mail_server() as mailbox:
        assert _channel(mailbox.line("office")).send(TITLE, BODY, REST) is Outcome.SENT
    [mail] = mailbox.mails
    assert str(mail["Subject"]) == TITLE
    assert str(mail["To"]) == "office@office.example"
    assert mail.get_content_type() == "text/plain"
    assert str(mail.get_content_charset()).lower() == "utf-8"
    assert mail.get_content().strip().replace("\r\n", "\n") == BODY


@pytest.mark.parametrize(
    ("style", "escaped"),
    [("", "<b>第二项</b> *x*"), ("?format=html", "&lt;b&gt;第二项"), ("?format=markdown", r"\*x\*")],
)
def test_text_from_outside_is_never_markup(style: str, escaped: str) -> None:
    with hook_server() as hook:
        assert _channel(hook.line("office") + style).send(TITLE, BODY, REST) is Outcome.SENT
    assert escaped in hook.bodies[0]["message"]


@pytest.mark.parametrize(
    ("plugin", "schema", "where"),
    [
        (NotifyWeComBot, "wecombot", ("text", "content")),
        (NotifyDingTalk, "dingtalk", ("text", "content")),
        (NotifyFeishu, "feishu", ("content", "text")),
    ],
)
def test_the_robots_get_title_and_text_and_their_refusals_are_heard(
    plugin: type, schema: str, where: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with hook_server() as hook:
        monkeypatch.setattr(
            plugin,
            "notify_url",
            f"http://127.0.0.1:{hook.port}/{{key}}{{token}}".replace(
                "{key}{token}", "{key}" if schema == "wecombot" else "{token}"
            ),
        )
        line = f"office={schema}://abcdef0123"
        assert _channel(line).send(TITLE, BODY, REST) is Outcome.SENT
        # They answer so with 200 when a key is wrong or too much is sent.
        hook.answer = {"errcode": 93000, "code": 9499, "errmsg": "invalid webhook url"}
        assert _channel(line).send(TITLE, BODY, REST) is Outcome.REFUSED
    outer, inner = where
    assert hook.bodies[0][outer][inner].replace("\r\n", "\n") == f"{TITLE}\n{BODY}"


@pytest.mark.parametrize("schema", ["wecombot", "dingtalk", "feishu"])
def test_a_long_text_ends_at_a_line_within_the_limit_of_the_channel(
    schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = {"wecombot": 2048, "dingtalk": 20_000, "feishu": 20_000}[schema]
    sent: list[dict[str, str]] = []
    channel = _channel(f"office={schema}://abcdef0123")
    monkeypatch.setattr(type(channel.server), "send", lambda self, **given: sent.append(given) or True)
    assert channel.send(TITLE, "\n".join(f"· 第{number}项" for number in range(5000)), REST) is Outcome.SENT
    [given] = sent
    *lines, last = given["body"].splitlines()
    assert last == REST
    assert lines[-1].startswith("· 第") and lines[-1].endswith("项")
    size = len(f"{given['title']}{given['body']}".encode())
    assert limit * 0.4 < size <= limit


def test_what_fits_is_left_as_it_is_and_a_line_without_end_is_cut() -> None:
    assert fit("一\n二", 7, "…") == "一\n二"
    assert fit("一二三四五六七八", 12, "…") == "一二\n…"


def test_nobody_there_is_down_and_a_refusal_is_a_refusal() -> None:
    nowhere = free_port()
    assert _channel(f"office=json://127.0.0.1:{nowhere}").send(TITLE, BODY, REST) is Outcome.DOWN
    mail = f"office=mailto://127.0.0.1:{nowhere}?from=a@b.example&to=c@d.example"
    assert _channel(mail).send(TITLE, BODY, REST) is Outcome.DOWN
    with hook_server() as hook:
        for hook.status in (302, 404, 500):
            assert _channel(hook.line("office")).send(TITLE, BODY, REST) is Outcome.REFUSED
    with mail_server(answer="451 try later") as mailbox:
        assert _channel(mailbox.line("office")).send(TITLE, BODY, REST) is Outcome.REFUSED


def test_who_falls_silent_may_have_taken_it() -> None:
    with hook_server() as hook:
        hook.status = None
        assert _channel(hook.line("office")).send(TITLE, BODY, REST) is Outcome.UNCLEAR
        hook.status, hook.hold = 200, threading.Event()
        assert _channel(f"{hook.line('office')}?rto=0.3").send(TITLE, BODY, REST) is Outcome.UNCLEAR
        assert len(hook.bodies) == 2
    with hook_server() as hook:
        hook.status = 504  # a gateway knows no better
        assert _channel(hook.line("office")).send(TITLE, BODY, REST) is Outcome.UNCLEAR
    with mail_server(answer="451 try later") as mailbox:
        two = f"{mailbox.line('office')},other@office.example"
        assert _channel(two).send(TITLE, BODY, REST) is Outcome.UNCLEAR


def test_an_error_in_a_plugin_is_no_error_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = _channel("office=json://127.0.0.1:1")

    def broken(self: object, **given: object) -> bool:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(type(channel.server), "send", broken)
    assert channel.send(TITLE, BODY, REST) is Outcome.UNCLEAR


def test_no_log_hears_of_an_address(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(1)
    for name in ("apprise", "urllib3"):
        caplog.set_level(1, logger=name)
    with hook_server() as hook, mail_server() as mailbox:
        hook.status = 404
        lines = [
            hook.line("office"),
            mailbox.line("office"),
            f"office=json://127.0.0.1:{free_port()}/{SECRET}",
        ]
        lines += [f"office=wecombot://{SECRET}/?key=???{SECRET}", f"office {SECRET}"]
        channels, unread = read_channels("\n".join(lines))
        for channel in channels:
            channel.send(TITLE, BODY, REST)
        assert len(channels) + len(unread) == len(lines)
        assert len(hook.bodies) == len(mailbox.mails) == 1
    logging.getLogger("apprise").warning("heard again")
    assert "heard again" in caplog.text
    assert SECRET not in caplog.text
    told = capfd.readouterr()
    assert SECRET not in told.out + told.err
