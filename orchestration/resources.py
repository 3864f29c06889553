"""Dagster resources: the period of a run, and dbt."""

import contextlib
import datetime as dt
import fcntl
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject

from orchestration import progress, run_lock
from orchestration.settings import PROJECT, Settings, load_settings, today

WRITER_POOL = "duckdb_writer"


class Period(dg.ConfigurableResource):
    """What a run is about: a report year, seen from a day.

    Attributes:
        report_year: The year of the task table; 0 means the year in zwgk.toml.
        as_of: ISO date in Asia/Shanghai, the only clock of the run; empty means today.
    """

    report_year: int = 0
    as_of: str = ""

    @property
    def year(self) -> int:
        """The report year."""
        return self.report_year or load_settings().report_year

    @property
    def day(self) -> dt.date:
        """The day on which the run looks at the world."""
        return dt.date.fromisoformat(self.as_of) if self.as_of else today()

    @contextlib.contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Self]:
        """Keep other runs out from the first step to the last: two days must not mix in one set of tables."""
        with alone(context, "run"):
            yield self


@contextlib.contextmanager
def alone(context: dg.InitResourceContext, kind: str) -> Iterator[None]:
    """Keep other runs of a kind out while a run is at work; what Dagster only tries out locks nothing."""
    instance, run_id = context.instance, context.run_id
    if instance is None or run_id is None or instance.is_ephemeral:
        yield
        return
    with run_lock.hold(load_settings().dagster_home, instance, run_id, progress.tell_waiting, kind):
        yield


def dbt_project(settings: Settings) -> DbtProject:
    """Return the dbt project with a manifest that fits its files.

    Whatever dbt writes goes under the home folder, in a folder named for the content of the project, so a
    changed model never meets an old manifest.
    """
    os.environ["ZWGK_LANDING"] = str(settings.landing)
    os.environ["ZWGK_WAREHOUSE"] = str(settings.warehouse)
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    folder = PROJECT / "dbt_project"
    target = settings.home / "dbt" / _fingerprint(folder)
    target.mkdir(parents=True, exist_ok=True)
    project = DbtProject(folder, target_path=target)
    with (target / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not project.manifest_path.exists():
            project.preparer.prepare(project)
    return project


def dbt_resource(project: DbtProject) -> DbtCliResource:
    """Return the dbt command line of this environment."""
    return DbtCliResource(project_dir=project, profiles_dir=str(PROJECT / "dbt_project"))


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".sql", ".yml", ".csv"}:
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]
