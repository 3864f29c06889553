"""Second tries of a step: for what passes by itself, a busy disk or a network; not for what a person must change."""

import contextlib
from collections.abc import Iterator

import dagster as dg

from sources.errors import SourceError

# About 2 and 6 seconds: somebody copies or scans the file.
DISK = dg.RetryPolicy(max_retries=2, delay=2, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS)
# About 1 and 3 minutes: a line is down.
NETWORK = dg.RetryPolicy(max_retries=2, delay=60, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS)


@contextlib.contextmanager
def told_once() -> Iterator[None]:
    """Let our own errors, and what the read copy does not hold, end the step at once: the next try would meet the same."""
    try:
        yield
    except (SourceError, LookupError) as error:
        raise dg.Failure(str(error), allow_retries=False) from error
