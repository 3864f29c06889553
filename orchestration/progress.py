"""Tells whoever listens that a step of a run has ended. In a run that nobody watches, nothing happens."""

import contextlib
from collections.abc import Callable, Iterator

import dagster as dg

# label of the step, whether it went well, and the error where it did not
Teller = Callable[[str], None]
Listener = Callable[[str, bool, BaseException | None], None]
_listeners: list[Listener] = []
_waiters: list[Callable[[], None]] = []
_watchers: list[Callable[[str, int], None]] = []


@contextlib.contextmanager
def listening(listener: Listener, waiter: Callable[[], None]) -> Iterator[None]:
    """Have ``listener`` called at the end of every step of runs in this process, until the block ends.

    ``waiter`` is called when such a run has to wait for another.
    """
    _listeners.append(listener)
    _waiters.append(waiter)
    try:
        yield
    finally:
        _listeners.remove(listener)
        _waiters.remove(waiter)


def tell_waiting() -> None:
    """Pass on that this run waits for another."""
    for waiter in _waiters:
        waiter()


def watch_pages(watcher: Callable[[str, int], None]) -> None:
    """Have ``watcher`` called with a site's id and its pages so far, during an inspection; from many threads."""
    _watchers.append(watcher)


def tell_pages(site_id: str, pages: int) -> None:
    """Pass on how far the crawl of a site has come."""
    for watcher in _watchers:
        watcher(site_id, pages)


def label_of(tags: dict[str, str], name: str) -> str:
    """Return what a person reads for a step: its Chinese label, else its name."""
    return tags.get("zwgk/label", name)


def _tell(context: dg.HookContext, is_good: bool) -> None:
    error = None if is_good else context.op_exception
    for listener in _listeners:
        listener(label_of(dict(context.op.tags), context.op.name), is_good, error)


@dg.success_hook(name="announce_success")
def announce_success(context: dg.HookContext) -> None:
    """Pass on that a step went well."""
    _tell(context, True)


@dg.failure_hook(name="announce_failure")
def announce_failure(context: dg.HookContext) -> None:
    """Pass on that a step failed, with its error."""
    _tell(context, False)
