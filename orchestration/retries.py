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
def tried_again(context: dg.AssetExecutionContext, policy: dg.RetryPolicy) -> Iterator[None]:
    """Ask for another try of the step where what failed may pass by itself, as often as the policy says.

    Our own errors, and what the read copy does not hold, would be the same next time. The policy does not stand on
    the asset: Dagster would then also try again what somebody stopped by hand.
    """
    tried = context.op_execution_context.retry_number
    try:
        yield
    except (SourceError, LookupError):
        raise
    except Exception as error:
        if tried >= policy.max_retries:
            raise
        raise dg.RetryRequested(policy.max_retries, policy.calculate_delay(tried + 1)) from error
