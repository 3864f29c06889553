"""What a fault is, and what it must raise."""

from collections.abc import Callable
from typing import NamedTuple

from tests.end_to_end.faults.year import CleanYear, UnitYear


class Raised(NamedTuple):
    """Flags that must be there.

    Attributes:
        rule_code: Of ``expectations/rules.csv``.
        place: Where each of them points to, as the page of faults shows it.
        count: How many there are with this rule and place.
    """

    rule_code: str
    place: str
    count: int = 1


class Fault(NamedTuple):
    """One thing that goes wrong in an otherwise clean year.

    Attributes:
        name: What is wrong, in Chinese.
        unit_id: Whose year it is put into; empty for what is nobody's.
        put: Puts it in.
        raises: Everything that it must raise, and nothing else.
    """

    name: str
    unit_id: str
    put: Callable[[CleanYear], None]
    raises: tuple[Raised, ...]


def of_unit(name: str, unit_id: str, change: Callable[[UnitYear], object], *raises: Raised | str) -> Fault:
    """Return a fault of one unit's own making."""

    def put(year: CleanYear) -> None:
        change(year.units[unit_id])

    return Fault(name, unit_id, put, expected(*raises))


def of_nobody(name: str, change: Callable[[CleanYear], object], *raises: Raised | str) -> Fault:
    """Return a fault in what belongs to no unit: the notice, the registry, the register."""

    def put(year: CleanYear) -> None:
        change(year)

    return Fault(name, "", put, expected(*raises))


def expected(*raises: Raised | str) -> tuple[Raised, ...]:
    """Return what must be raised: ``"RET-14 任务落实情况!A5"`` is one flag of that rule at that place."""
    return tuple(one if isinstance(one, Raised) else Raised(*one.split(" ", 1)) for one in raises)
