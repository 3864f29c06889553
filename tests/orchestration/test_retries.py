"""Second tries of a step: after what passes by itself, never after what a person must change."""

from pathlib import Path

import dagster as dg
import pytest

from orchestration.retries import DISK, NETWORK, told_once
from sources.errors import SourceError


def tries(error: Exception, failures: int) -> tuple[int, bool]:
    """Run a step that fails some times first; return how often it was tried and whether it went well."""
    tried = []

    @dg.asset(retry_policy=DISK._replace(delay=0.01))
    def step() -> None:
        tried.append(1)
        with told_once():
            if len(tried) <= failures:
                raise error

    result = dg.materialize([step], raise_on_error=False)
    return len(tried), result.success


def test_a_disk_that_was_busy_is_tried_again() -> None:
    assert tries(OSError("busy"), 2) == (3, True)


def test_not_for_ever() -> None:
    assert tries(OSError("gone"), 9) == (3, False)


@pytest.mark.parametrize(
    "error", [SourceError("zwgk.toml", "没有填写联系方式"), LookupError("只读副本中没有 2019 年的数据")]
)
def test_what_a_person_must_change_is_told_at_once(error: Exception) -> None:
    assert tries(error, 9) == (1, False)


@pytest.mark.parametrize("policy", [DISK, NETWORK])
def test_the_pause_grows_and_is_not_the_same_for_all(policy: dg.RetryPolicy) -> None:
    assert policy.calculate_delay(1) < 2.1 * (policy.delay or 0)
    assert policy.calculate_delay(2) > 1.9 * (policy.delay or 0)
    assert len({policy.calculate_delay(1) for _ in range(5)}) > 1


def test_the_steps_that_write_for_readers_or_ask_the_network_have_a_policy(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZWGK_HOME", str(demo_home))
    from orchestration.definitions import defs

    nodes = {
        node.name: node.definition.retry_policy  # type: ignore[attr-defined]
        for job in ("zwgk_annual", "zwgk_inspection", "zwgk_probes", "zwgk_bulletin")
        for node in defs.resolve_job_def(job).graph.nodes
    }
    assert {name: policy for name, policy in nodes.items() if policy} == {
        "published_copy": DISK,
        "quarterly_bulletin": DISK,
        "landed_portals": NETWORK,
        "landed_portal_probes": NETWORK,
    }
