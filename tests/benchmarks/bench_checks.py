"""The checks on a year of 55 and of 5,500 units: seconds and peak memory, what is landed of the findings included.

The demo year is run once and multiplied: every unit of it becomes a hundred, with all that they owe and all that is
wrong with them. Each size runs in a process of its own. Prints what it measured.
"""

import importlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from expectations.runner import run_suite
from orchestration.defs.checks.frames import mart_frames
from orchestration.defs.checks.landed import deliver_failures
from tests.conftest import AS_OF, YEAR, call_zwgk

TIMES = (1, 100)
# What is one of its kind a unit; the rest of the tables is the same for all.
_IDS = ("unit_id", "obligation_id", "submission_id", "finding_id", "row_key", "probe_id")
_TABLES = (
    "marts.fct_task_progress",
    "marts.fct_task_assignments",
    "marts.fct_submissions",
    "marts.fct_obligations",
    "marts.rpt_obligation_details",
    "marts.fct_obligation_findings",
    "marts.fct_portal_findings",
    "marts.fct_task_probes",
    "marts.fct_report_findings",
    "intermediate.int_units_by_year",
)


def multiply(warehouse: Path, times: int) -> int:
    """Make every unit of a warehouse so many; return how many there are now."""
    with duckdb.connect(str(warehouse)) as connection:
        for table in _TABLES:
            columns = [name for name, *_ in connection.execute(f"describe {table}").fetchall()]
            made = ", ".join(f"concat({name}, '-', number) as {name}" for name in _IDS if name in columns)
            connection.execute(
                f"create temp table made as select * replace ({made}) from {table}, range({times}) as r(number)"
            )
            kind = connection.execute(
                "select table_type from information_schema.tables where concat(table_schema, '.', table_name) = ?",
                [table],
            ).fetchone()
            connection.execute(f"drop {'view' if kind == ('VIEW',) else 'table'} {table} cascade")
            connection.execute(f"create table {table} as select * from made; drop table made")
        [(units,)] = connection.execute(
            "select count(distinct unit_id) from marts.fct_obligations"
        ).fetchall()
    return int(units)


def measure(folder: Path, times: int) -> dict[str, float]:
    """Return the seconds of every part, how much was checked and found, and the peak memory of this process."""
    warehouse = folder / f"{times}.duckdb"
    found: dict[str, float] = {}
    started = time.perf_counter()
    frames = mart_frames(warehouse)
    found["frames"] = time.perf_counter() - started
    started = time.perf_counter()
    importlib.import_module("great_expectations")  # paid once a run
    found["import"] = time.perf_counter() - started
    found["rows"] = sum(len(frame) for frame in frames.values())
    found["findings"] = found["suites"] = found["landing"] = 0
    for dataset, frame in frames.items():
        started = time.perf_counter()
        failures = [item for items in run_suite(dataset, frame).values() for item in items]
        found["suites"] += time.perf_counter() - started
        started = time.perf_counter()
        deliver_failures(folder / f"landing-{times}", dataset, None, failures)
        found["landing"] += time.perf_counter() - started
        found["findings"] += len(failures)
    found["peak MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def main() -> None:
    """Run the demo year, multiply it, and measure every size in a process of its own."""
    results = []
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        for arguments in (("demo", "--year", str(YEAR)), ("run", "--year", str(YEAR), "--as-of", AS_OF)):
            done = call_zwgk(home, *arguments)
            assert done.returncode == 0, done.stderr
        for times in TIMES:
            warehouse = Path(name) / f"{times}.duckdb"
            shutil.copy(home / "warehouse.duckdb", warehouse)
            units = multiply(warehouse, times)
            command = [sys.executable, "-m", "tests.benchmarks.bench_checks", name, str(times)]
            found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            parts = ("frames", "import", "suites", "landing")
            seconds = sum(found[part] for part in parts)
            results.append(seconds - found["import"])
            print(
                f"{units} units, {found['rows']} rows checked, {found['findings']} findings: {seconds:.1f} s ("
                + ", ".join(f"{part} {found[part]:.1f}" for part in parts)
                + f"); peak {found['peak MiB']:.0f} MiB",
                flush=True,
            )
    print(f"{TIMES[1]} times the units: {results[1] / results[0]:.1f} times the seconds, import apart")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
    else:
        main()
