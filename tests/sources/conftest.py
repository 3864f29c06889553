import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter

from sources.errors import SourceError
from sources.registry.registry import Registry

SOURCES = Path(__file__).parents[2] / "sources"
HEADERS = ("任务编号", "工作任务", "事项类别", "完成时限", "完成状态", "完成时间", "落实情况", "公开链接")
TITLE = "2021年政务公开工作主要任务落实情况表"
GOOD_LINE = (
    7,
    "稳步扩大预决算公开范围。",
    "完成情况",
    "2021-12-31",
    "已完成",
    "2021-11-05",
    "已公开",
    "http://a/b",
)


@dataclass
class City:
    """A registry folder of one's own, to be spoilt."""

    folder: Path

    def edit(self, name: str, old: str, new: str) -> "City":
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return self

    def add(self, name: str, line: str) -> "City":
        with (self.folder / name).open("a", encoding="utf-8") as handle:
            handle.write(line + "\n")
        return self

    def load(self) -> Registry:
        return Registry.load(self.folder)


@pytest.fixture(scope="session")
def city_folder() -> Path:
    return SOURCES / "registry" / "fuzhou"


@pytest.fixture(scope="session")
def registry(city_folder: Path) -> Registry:
    return Registry.load(city_folder)


@pytest.fixture
def city(city_folder: Path, tmp_path: Path) -> City:
    return City(Path(shutil.copytree(city_folder, tmp_path / "city")))


@pytest.fixture(scope="session")
def refused() -> Callable[[Callable[[], object]], SourceError]:
    """Call something and return the SourceError that it must raise."""

    def call(action: Callable[[], object]) -> SourceError:
        with pytest.raises(SourceError) as caught:
            action()
        return caught.value

    return call


@pytest.fixture(scope="session")
def make_workbook() -> Callable[..., bytes]:
    """Make a task-progress workbook: title, 填报单位, header row, lines."""

    def make(
        *lines: tuple[object, ...],
        unit: str | None = "市财政局",
        title: str = TITLE,
        headers: tuple[str, ...] = HEADERS,
        header_row: int = 3,
        sheet: str = "任务落实情况",
    ) -> bytes:
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            page = book.add_worksheet(sheet)
            if header_row > 2:
                page.write(0, 0, title)
                if unit is not None:
                    page.write_row(1, 0, ("填报单位", unit))
            for row, values in enumerate([headers, *(lines or [GOOD_LINE])], start=header_row - 1):
                page.write_row(row, 0, values)
        return buffer.getvalue()

    return make
