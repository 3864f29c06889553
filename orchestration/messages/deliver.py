"""Sends what waits in the outbox, each message by each channel at most once."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from orchestration.messages.channels import Channel, Outcome, channel_name
from orchestration.messages.outbox import SENDING, SENT, WAITING, Message, Outbox

# How long the office is told of what did not reach somebody.
_TOLD = dt.timedelta(days=7)


def deliver(outbox: Outbox, channels: Sequence[Channel], day: dt.date) -> Counter[str]:
    """Try every channel that a message of today or this week still waits for.

    Args:
        outbox: What there is to send.
        channels: By which it goes.
        day: Today. A message whose last day is past stays where it is: the next one says what stands.

    Returns:
        How many went out (``sent``), are kept for the next run (``waiting``), or may have gone out (``sending``).
    """
    counts, down = Counter[str](), set[str]()
    for message in outbox.messages():
        if message.valid_until < day:
            continue
        for channel in channels:
            if message.tag in channel.tags and message.state(channel.channel_id) == WAITING:
                counts[_attempt(outbox, message, channel, down)] += 1
    return counts


def _attempt(outbox: Outbox, message: Message, channel: Channel, down: set[str]) -> str:
    """Try one channel, unless its server did not answer a moment ago; return the state afterwards."""
    if channel.via in down:
        outbox.record(message, channel.channel_id, WAITING)
        return WAITING
    # Before the attempt: who dies in the middle of it must not be followed by one who sends it again.
    outbox.record(message, channel.channel_id, SENDING)
    outcome = channel.send(message.title, message.body, message.rest)
    if outcome is Outcome.UNCLEAR:
        return SENDING
    if outcome is Outcome.DOWN:
        down.add(channel.via)
    state = SENT if outcome is Outcome.SENT else WAITING
    outbox.record(message, channel.channel_id, state)
    return state


def not_arrived(outbox: Outbox, day: dt.date) -> list[str]:
    """Return a line for each recent message that did not reach somebody, or perhaps did not."""
    lines = [
        f"{message.name}，{channel_name(channel_id)}：{_trouble(message, state, day)}"
        for message in outbox.messages()
        if message.as_of > day - _TOLD
        for channel_id, state in sorted(message.channels.items())
        if state != SENT
    ]
    return lines + [f"{key}：记录损坏，送达情况不明" for key in outbox.unreadable()]


def _trouble(message: Message, state: str, day: dt.date) -> str:
    if state == SENDING:
        return "送达情况不明，不再重发"
    return "未能送达" if message.valid_until < day else "尚未送达，下次运行再发"
