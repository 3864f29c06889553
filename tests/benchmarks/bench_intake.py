"""The intake of 1,000 filled workbooks beside pandas reading the same sheets. Prints what it measured.

Each measurement runs in a process of its own, so that its peak memory is its own.
"""

import datetime as dt
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from orchestration.settings import load_settings
from sources.demo.figures import demo_statistics, demo_website
from sources.notices.listed import listed_notice
from sources.owed import owed_items, statistics_due
from sources.registry.registry import Registry
from sources.returns.model import SYNTHETIC_MARK
from sources.returns.template.model import Answers, ItemAnswer
from sources.returns.template.workbook import write_template

FILES = 1000
ROUNDS = 3


def _make(inbox: Path, numbers: range) -> None:
    """Fill an inbox with filled templates, each with figures of its own."""
    settings = load_settings()
    registry = Registry.load(settings.registry)
    notice, _ = listed_notice(settings.registry, settings.report_year, registry)
    items = owed_items(notice, registry)
    units = {row["unit_id"]: row for row in registry.valid_on(dt.date(notice.report_year, 12, 31))}
    names = sorted(set(items) & set(units))
    for number in numbers:
        unit = units[names[number % len(names)]]
        path = inbox / str(notice.report_year) / unit["short_name"] / f"{number:04d}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        owed = items[unit["unit_id"]]
        due = statistics_due(registry, notice.report_year, unit)
        draw = random.Random(number)
        said = ItemAnswer(
            "已完成",
            dt.date(notice.report_year, 6, 30),
            f"（{SYNTHETIC_MARK}）第 {number} 份",
            "http://a.invalid/b",
        )
        figures = demo_statistics(draw) | demo_website(draw) if due else {}
        answers = Answers(figures, dict.fromkeys(owed, said))
        name, unit_id, year = unit["unit_name"], unit["unit_id"], notice.report_year
        write_template(path, name, unit_id, year, owed, due, answers=answers, note=SYNTHETIC_MARK)


def _take_in(home: Path) -> object:
    from sources.returns.intake import take_in

    settings = load_settings()
    registry = Registry.load(settings.registry)
    return take_in(
        home / "inbox", home / "landing", home / "archive", settings.report_year, registry, dt.datetime.now
    )


def _pandas(home: Path) -> object:
    import pandas as pd

    read = 0
    for path in sorted((home / "inbox").rglob("*.xlsx")):
        read += len(pd.read_excel(path, sheet_name=None, header=None, dtype=str, engine="openpyxl"))
    return read


def _take_in_alone(home: Path) -> object:
    """The same in this process alone."""
    from sources.returns import chunks

    chunks._WORTH_PROCESSES = sys.maxsize
    return _take_in(home)


# What is measured, with the libraries that are imported before the clock starts.
_READERS = ("sources.returns.intake", "python_calamine", "pandas")  # pyarrow imports pandas by itself
WORK: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "take_in": (_take_in, _READERS),
    "take_in_alone": (_take_in_alone, _READERS),
    "pandas": (_pandas, ("pandas", "openpyxl")),
}


class Measured(NamedTuple):
    """Seconds by the clock, and peak memory in MiB: of the process, and of the largest that it started.

    The system counts the moment of starting, when the other still is a copy of this one: the second is a bound.
    """

    seconds: float
    peak: float
    peak_of_children: float


def _measured(work: str, home: Path) -> Measured:
    """Measure a piece of work in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_intake", work, str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Measured(*json.loads(done.stdout.splitlines()[-1]))


def _some_of(home: Path, part: Path, every: int) -> Path:
    for path in sorted((home / "inbox").rglob("*.xlsx"))[::every]:
        target = part / path.relative_to(home)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return part


def main() -> None:
    """Make the files, then measure; what is compared is measured by turns, and the middle round counts."""
    with tempfile.TemporaryDirectory() as folder:
        home, part, alone = (Path(folder) / name for name in ("all", "part", "alone"))
        _make(home / "inbox", range(FILES))
        little = _measured("take_in", _some_of(home, part, 4))
        rounds = []
        for _ in range(ROUNDS):
            for name in ("landing", "archive"):
                shutil.rmtree(home / name, ignore_errors=True)
            rounds.append((_measured("take_in", home), _measured("pandas", home)))
        whole, theirs = (sorted(measured)[ROUNDS // 2] for measured in zip(*rounds, strict=True))
        again = _measured("take_in", home)
        _make(home / "inbox", range(FILES, FILES + 1))
        one = _measured("take_in", home)
        single = _measured("take_in_alone", _some_of(home, alone, 1))
    ratios = sorted(other.seconds / own.seconds for own, other in rounds)
    readers = f"at most {whole.peak_of_children:.0f} MiB in each reader"
    print(f"files                          {FILES}")
    print(f"intake                         {_rate(whole)}, {readers}")
    print(f"intake in one process          {_rate(single)}")
    print(f"pandas.read_excel (openpyxl)   {_rate(theirs)}")
    print(f"intake / pandas                {' '.join(f'{ratio:.1f}' for ratio in ratios)} times as fast")
    print(f"intake in one process / pandas {theirs.seconds / single.seconds:.1f} times as fast")
    growth = (whole.peak + whole.peak_of_children) / (little.peak + little.peak_of_children)
    print(f"peak memory, {FILES} / {FILES // 4} files   {growth:.2f}")
    print(f"nothing new / all new          {again.seconds / whole.seconds:.1%}")
    print(f"one new / all new              {one.seconds / whole.seconds:.1%}")


def _rate(measured: Measured) -> str:
    return f"{FILES / measured.seconds:.0f} files/s, peak {measured.peak:.0f} MiB"


def _work(name: str, home: Path) -> None:
    work, libraries = WORK[name]
    for library in libraries:
        import_module(library)
    start = time.perf_counter()
    work(home)
    seconds = time.perf_counter() - start
    peaks = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps([seconds, *peaks]))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _work(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
