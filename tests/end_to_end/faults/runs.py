"""Runs of the whole pipeline on the clean year, and on years with faults in it."""

import fcntl
import shutil
from collections import Counter
from functools import cached_property
from pathlib import Path

from tests.conftest import call_zwgk
from tests.end_to_end.faults.model import Fault, Raised
from tests.end_to_end.faults.page import Flag, flags, found_by_fault
from tests.end_to_end.faults.registry import YEAR, CityFolder
from tests.end_to_end.faults.sites import inspect_portals
from tests.end_to_end.faults.year import CleanYear

# The counties' annual statistics are due on the day before: on this day everything is.
AS_OF = f"{YEAR + 1}-04-01"
INSPECTION = ("portals", "portal_registry", "published_reports")


class Home:
    """A home folder with a year of the city in it, and the city's registry beside it."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root, self.home = root, root / "home"
        self.year = CleanYear(CityFolder(root))

    def fill(self) -> None:
        """Hand everything in."""
        self.year.write(self.home / "inbox")

    def run(self, as_of: str = AS_OF) -> None:
        """Run the pipeline as the command does."""
        config = str(self.year.city.config)
        done = call_zwgk(self.home, "run", "--year", str(YEAR), "--as-of", as_of, ZWGK_CONFIG=config)
        assert done.returncode == 0, done.stdout + done.stderr

    def take_over(self, other: Path, *folders: str) -> None:
        """Copy folders from another home, so that what is in them need not be made again."""
        for name in folders:
            shutil.copytree(other / name, self.home / name)


def clean_home(root: Path) -> Path:
    """Return the home of the clean year after its run, made by whichever worker comes first. Read only."""
    with root.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / ".done").exists():
            clean = Home(root)
            clean.fill()
            inspect_portals(clean.year, clean.home)
            clean.run()
            (root / ".done").touch()
    return root / "home"


class FaultyRun:
    """One run on a year with many faults, each on a unit of its own."""

    def __init__(self, root: Path, faults: list[Fault], clean: Path, as_of: str, is_inspected: bool) -> None:
        self.faults = faults
        made = Home(root)
        for fault in faults:
            fault.put(made.year)
        made.fill()
        if is_inspected:
            inspect_portals(made.year, made.home)
        else:
            made.take_over(clean, *(f"landing/{name}" for name in INSPECTION))
        made.take_over(clean, "dbt")
        made.run(as_of)
        self.home = made.home

    @cached_property
    def found(self) -> tuple[list[Counter[Raised]], list[Flag]]:
        """The flags of each fault, and those of none."""
        return found_by_fault(self.faults, flags(self.home))

    def of(self, fault: Fault) -> Counter[Raised]:
        """Return the flags of one fault."""
        return self.found[0][self.faults.index(fault)]
