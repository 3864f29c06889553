"""What is left of runs that were killed: they fail, free what they held, and are tried again or not."""

import datetime as dt
import fcntl
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.execution.retries import auto_reexecution_should_retry_run
from dagster._core.test_utils import create_run_for_test

from orchestration import instance as instances
from orchestration import run_lock
from orchestration.settings import load_settings, today
from tests.conftest import AS_OF


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    """The instance as `zwgk prepare` makes it."""
    monkeypatch.setenv("ZWGK_HOME", str(tmp_path))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    instances.prepare(load_settings())
    with dg.DagsterInstance.get() as made:
        yield made


def started(instance: dg.DagsterInstance, **tags: str) -> tuple[str, Path]:
    """A run at work, and the file that it holds a lock on while it lives."""
    run = create_run_for_test(instance, status=dg.DagsterRunStatus.STARTED, tags=tags)
    alive = load_settings().dagster_home / "alive"
    alive.mkdir(exist_ok=True)
    (alive / run.run_id).touch()
    return run.run_id, alive / run.run_id


def is_tried_again(instance: dg.DagsterInstance, run_id: str) -> bool:
    run = instance.get_run_by_id(run_id)
    assert run is not None and run.status == dg.DagsterRunStatus.FAILURE
    return auto_reexecution_should_retry_run(instance, run, None)


def test_the_instance_tries_runs_again_whose_process_died_and_no_failed_steps(
    instance: dg.DagsterInstance,
) -> None:
    assert (instance.run_retries_enabled, instance.run_retries_max_retries) == (True, 2)
    assert instance.run_retries_retry_on_asset_or_op_failure is False
    assert instance.run_monitoring_enabled
    limits = instance.get_concurrency_config().run_queue_config
    assert limits is not None
    assert limits.tag_concurrency_limits == [
        {"key": run_lock.ALONE, "limit": 1, "value": {"applyLimitPerUniqueValue": True}}
    ]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (None, True),
        ("today", True),
        # A run of an earlier day would set the tables back to that day.
        (AS_OF, False),
    ],
)
def test_the_dead_fail_and_are_tried_again_unless_they_looked_from_another_day(
    instance: dg.DagsterInstance, as_of: str | None, expected: bool
) -> None:
    day = today().isoformat() if as_of == "today" else as_of
    run_id, file = started(instance, **({run_lock.AS_OF: day} if day else {}))
    run_lock.bury_the_dead(load_settings().dagster_home, instance)
    assert is_tried_again(instance, run_id) is expected
    assert not file.exists()


def test_the_living_are_left_alone(instance: dg.DagsterInstance) -> None:
    run_id, file = started(instance)
    with file.open("r+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        run_lock.bury_the_dead(load_settings().dagster_home, instance)
        run = instance.get_run_by_id(run_id)
        assert run is not None and run.status == dg.DagsterRunStatus.STARTED
    assert file.exists()


def test_making_the_instance_ready_clears_up_too(instance: dg.DagsterInstance) -> None:
    run_id, _ = started(instance)
    instances.prepare(load_settings())
    assert is_tried_again(instance, run_id)


def test_a_look_of_the_sensor_or_a_schedule_frees_the_queue(
    instance: dg.DagsterInstance, demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZWGK_HOME", str(demo_home))
    from orchestration.definitions import defs

    monkeypatch.setenv("ZWGK_HOME", str(tmp_path))
    by_sensor, _ = started(instance)
    with dg.build_sensor_context(instance=instance) as context:
        defs.resolve_sensor_def("inbox")(context)
    by_schedule, _ = started(instance)
    tick = dt.datetime(2021, 10, 1, tzinfo=dt.UTC)
    context = dg.build_schedule_context(instance=instance, scheduled_execution_time=tick)
    defs.resolve_schedule_def("checks")(context)
    assert is_tried_again(instance, by_sensor) and is_tried_again(instance, by_schedule)


def test_where_no_run_was_there_is_nothing_to_do(tmp_path: Path) -> None:
    with dg.DagsterInstance.ephemeral() as nothing:
        run_lock.bury_the_dead(tmp_path / "none", nothing)
