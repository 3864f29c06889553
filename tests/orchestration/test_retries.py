"""Second tries of a step: after what passes by itself, never after what a person must change or has stopped."""

import importlib
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.retries import DISK, NETWORK, tried_again
from sources.errors import SourceError
from tests.conftest import AS_OF, YEAR


class Failing:
    """Fails some times, and then does not."""

    def __init__(self, error: BaseException, failures: int) -> None:
        self.error, self.failures, self.tried = error, failures, 0

    def __call__(self, *_: Any) -> Any:
        self.tried += 1
        if self.tried <= self.failures:
            raise self.error
        return None


def run(call: Failing) -> dg.ExecuteInProcessResult:
    @dg.asset
    def step(context: dg.AssetExecutionContext) -> None:
        with tried_again(context, DISK._replace(delay=0.01)):
            call()

    return dg.materialize([step], raise_on_error=False)


def test_a_disk_that_was_busy_is_tried_again() -> None:
    call = Failing(OSError("busy"), 2)
    assert run(call).success and call.tried == 3


def test_not_for_ever_and_in_the_end_the_error_itself_is_told() -> None:
    call = Failing(OSError("gone"), 9)
    result = run(call)
    assert not result.success and call.tried == 3
    [failure] = [event for event in result.all_events if event.is_step_failure]
    assert "gone" in str(failure.step_failure_data.error)


@pytest.mark.parametrize(
    "error", [SourceError("zwgk.toml", "没有填写联系方式"), LookupError("只读副本中没有 2019 年的数据")]
)
def test_what_a_person_must_change_is_told_at_once(error: Exception) -> None:
    call = Failing(error, 9)
    assert not run(call).success and call.tried == 1


def test_what_somebody_stops_by_hand_is_stopped() -> None:
    call = Failing(KeyboardInterrupt(), 9)
    assert not run(call).success and call.tried == 1


@pytest.mark.parametrize("policy", [DISK, NETWORK])
def test_the_pause_grows_and_is_not_the_same_for_all(policy: dg.RetryPolicy) -> None:
    assert policy.calculate_delay(1) < 2.1 * (policy.delay or 0)
    assert policy.calculate_delay(2) > 1.9 * (policy.delay or 0)
    assert len({policy.calculate_delay(1) for _ in range(5)}) > 1


@pytest.mark.parametrize(
    ("module", "asset", "call", "policy"),
    [
        ("warehouse", "published_copy", "publish", "DISK"),
        ("bulletin", "quarterly_bulletin", "export_bulletin", "DISK"),
        ("portals", "landed_portals", "inspect", "NETWORK"),
        ("portals", "landed_portal_probes", "probe_homes", "NETWORK"),
    ],
)
def test_steps_that_write_for_readers_or_ask_the_network_are_tried_again(
    module: str, asset: str, call: str, policy: str, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZWGK_HOME", str(demo_home))
    from orchestration.defs.portals.assets import Inspection
    from orchestration.resources import Period

    assets = importlib.import_module(f"orchestration.defs.{module}.assets")
    failing = Failing(OSError("for a moment"), 1)
    monkeypatch.setattr(assets, call, failing)
    monkeypatch.setattr(assets, policy, getattr(assets, policy)._replace(delay=0.01))
    dg.materialize(
        [getattr(assets, asset)],
        resources={"period": Period(report_year=YEAR, as_of=AS_OF), "inspection": Inspection()},
        partition_key=AS_OF if asset == "landed_portals" else None,
        raise_on_error=False,
    )
    assert failing.tried == 2
