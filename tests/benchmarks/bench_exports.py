"""The annual reports of 55, 550 and 5,500 synthetic units in every format, beside DuckDB reading the same rows.

Each size runs in a process of its own, so that its peak memory is its own. Prints what it measured.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration.exports.annual.sets import KINDS, write_archive, write_sets
from orchestration.exports.tables import ReadCopy
from sources.returns.landed_forms import form_tables

SIZES = (55, 550, 5500)
YEAR = 2021
# The tables that the exports read, as `zwgk run` publishes them; every figure is made up.
_COPY = f"""
    create table dim_tasks as select {YEAR} as report_year, '合成演示通知' as document_no;
    create table fct_obligations as select {YEAR} as report_year, date '2022-03-01' as as_of;
    create table fct_submissions as select {YEAR} as report_year, true as is_synthetic;
    create table rpt_report_standing as
    select
        {YEAR} as report_year, 'unit' || lpad(cast(number as varchar), 4, '0') as scope, cast(number as integer) as scope_order,
        '合成单位' || number as scope_name, '本机关' as scope_kind_label, false as is_rollup, '30' as template_version,
        true as is_final, date '2022-03-01' as as_of, left(md5(cast(number as varchar)), 12) as data_version,
        true as is_synthetic
    from range($units) as units(number);
    create table rpt_report_cells as
    select
        standing.report_year, standing.scope, cells.table_code, cells.row_code, cells.column_code, cells.cell_order,
        cast(hash(standing.scope, cells.cell_order) % 900 as numeric(20, 6)) as value, 'number' as cell_state,
        cast(null as varchar) as raw_text, false as is_partial, cast(1 as integer) as owing_count,
        cast(1 as integer) as counted_count, cast(null as varchar) as uncounted_units
    from rpt_report_standing as standing, cells;
    create table rpt_report_remarks (
        report_year integer, scope varchar, remark_order integer, is_blocking boolean, remark varchar
    );
    create table fct_report_versions as
    select
        report_year, scope, 1 as version, scope_name, scope_kind_label, is_rollup, template_version, as_of, data_version,
        is_synthetic, true as is_newest, cast(null as varchar) as notes
    from rpt_report_standing;
    create table fct_report_version_cells as
    select
        report_year, scope, 1 as version, table_code, row_code, column_code, cell_order, value, cell_state, owing_count,
        counted_count, uncounted_units, raw_text
    from rpt_report_cells;
    create table rpt_report_revisions (
        report_year integer, scope varchar, version integer, row_order integer, table_code varchar, row_code varchar,
        column_code varchar, before_text varchar, after_text varchar, reason varchar
    );
"""


def make_copy(path: Path, units: int) -> None:
    """Make a read copy with the final reports of so many synthetic units."""
    cells: pa.Table = form_tables()["cells"]
    with duckdb.connect(str(path)) as connection:
        connection.register("forms", cells)
        connection.execute(
            "create temp table cells as select * from forms where form = 'annual_statistics' and template_version = '30'"
        )
        for statement in _COPY.replace("$units", str(units)).split(";\n"):
            if statement.strip():
                connection.execute(statement)


def _read_rows(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        query = "select * from fct_report_version_cells order by scope, cell_order"
        return len(connection.sql(query).to_arrow_table())


def measure(units: int) -> dict[str, float]:
    """Return seconds by kind of file for a first export, for one without any change, and for DuckDB alone."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder, path = Path(name), Path(name) / "copy.duckdb"
        make_copy(path, units)
        started = time.perf_counter()
        found["rows"] = _read_rows(path)
        found["duckdb"] = time.perf_counter() - started
        for again in ("", " again"):
            with ReadCopy(path) as copy:
                for kind in KINDS:
                    started = time.perf_counter()
                    written = write_sets(copy, folder, YEAR, kind).written
                    found[f"{kind}{again}"] = time.perf_counter() - started
                    assert written == (0 if again else units)
            started = time.perf_counter()
            write_archive(folder, YEAR)
            found[f"zip{again}"] = time.perf_counter() - started
        found["bytes"] = sum(
            file.stat().st_size for file in (folder / "年度报告").rglob("*") if file.is_file()
        )
    found["peak MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def main() -> None:
    """Measure every size in a process of its own and print the seconds, the ratios and the slope."""
    results: dict[int, dict[str, float]] = {}
    for units in SIZES:
        command = [sys.executable, "-m", "tests.benchmarks.bench_exports", str(units)]
        results[units] = json.loads(
            subprocess.run(command, capture_output=True, text=True, check=True).stdout
        )
        found = results[units]
        first = sum(found[kind] for kind in (*KINDS, "zip"))
        again = sum(found[f"{kind} again"] for kind in (*KINDS, "zip"))
        kinds = ", ".join(f"{kind} {found[kind]:.2f}" for kind in (*KINDS, "zip"))
        print(
            f"{units} units, {found['rows']:.0f} figures: {first:.2f} s ({kinds}), {1000 * first / units:.1f} ms a unit, "
            f"{first / found['duckdb']:.0f} times DuckDB's {found['duckdb']:.3f} s; unchanged {again:.2f} s; "
            f"{found['bytes'] / 2**20:.0f} MiB written; peak {found['peak MiB']:.0f} MiB",
            flush=True,
        )
    per_unit = {
        units: sum(found[kind] for kind in (*KINDS, "zip")) / units for units, found in results.items()
    }
    print(
        "slope: " + ", ".join(f"{units} units {per_unit[units] / per_unit[SIZES[0]]:.2f}" for units in SIZES)
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
    else:
        main()
