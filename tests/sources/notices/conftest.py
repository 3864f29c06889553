import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from sources.notices.model import Notice
from sources.notices.reader import read_notice
from sources.registry.registry import Registry

FIXTURES = Path(__file__).parent / "fixtures"
TASKS = 37
Read = Callable[..., Notice]


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return FIXTURES


@pytest.fixture(scope="session")
def notice_path(city_folder: Path) -> Path:
    return next((city_folder / "notices").glob("*.txt"))


@pytest.fixture(scope="session")
def notice_text(notice_path: Path) -> str:
    return notice_path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def notice_page() -> str:
    return (FIXTURES / "notice_2021.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def notice(notice_path: Path, registry: Registry) -> Notice:
    return read_notice(notice_path, registry, TASKS)


@pytest.fixture(scope="session")
def expected_rows() -> list[dict[str, str]]:
    """The rows of the real notice, transcribed by hand."""
    with (FIXTURES / "rows.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory, registry: Registry) -> Read:
    """Read a notice from text or bytes, as a file with the suffix given."""
    folder = tmp_path_factory.mktemp("notices")

    def read_content(
        content: str | bytes, suffix: str = ".txt", count: int | None = TASKS, by: Registry = registry
    ) -> Notice:
        path = folder / f"通知{suffix}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_notice(path, by, count)

    return read_content


@pytest.fixture(scope="session")
def said() -> Callable[[Notice], dict[str, list[dict[str, object]]]]:
    """What a notice says, whatever its format: all rows without their places."""

    def without_places(notice: Notice) -> dict[str, list[dict[str, object]]]:
        tables = ("tasks", "assignments", "milestones", "directives", "oddities")
        return {
            name: [{k: v for k, v in vars(row).items() if k != "place"} for row in getattr(notice, name)]
            for name in tables
        }

    return without_places
