"""One set of files for every annual report: workbook, document, page and data of the unit's own, and of the city.

The newest state of what is not final is a draft and is written anew; a final version is written once and never again.
"""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from orchestration.exports.annual.data import annual_csv, write_annual_parquet
from orchestration.exports.annual.document import write_annual_document
from orchestration.exports.annual.model import DRAFT, AnnualReport, edition_of, title_of
from orchestration.exports.annual.page import annual_page
from orchestration.exports.annual.reading import VersionName, read_drafts, read_versions, version_names
from orchestration.exports.annual.workbook import write_annual_workbook
from orchestration.exports.files import half_written, land, land_bytes
from orchestration.exports.receipts import safe_name
from orchestration.exports.tables import ReadCopy

FOLDER = "年度报告"
_ARCHIVE = "{year}年政府信息公开工作年度报告全套"
# Everything in the zip bears this time: the same files are the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
# What is a zip itself gains nothing from being packed again.
_PACKED = (".xlsx", ".docx", ".parquet")
KINDS: dict[str, Callable[[Path, AnnualReport], object]] = {
    "xlsx": write_annual_workbook,
    "docx": write_annual_document,
    "html": lambda path, report: land_bytes(path, annual_page(report).encode()),
    "csv": lambda path, report: land_bytes(path, annual_csv(report)),
    "parquet": lambda path, report: write_annual_parquet(path, [report]),
}


class Written(NamedTuple):
    """How many reports are drafts, how many final versions there are, and how many files were written now."""

    drafts: int
    versions: int
    written: int


def write_sets(copy: ReadCopy, folder: Path, report_year: int, kind: str) -> Written:
    """Write the files of one kind for every report of a year, and take away drafts that are none any more.

    Args:
        copy: The read copy.
        folder: The year's exports; the files go to ``年度报告/<unit>/``.
        report_year: The year.
        kind: One of ``KINDS``.

    Raises:
        LookupError: The copy holds nothing of that year.
    """
    copy.edition(report_year)
    write, drafts = KINDS[kind], set()
    for report in read_drafts(copy, report_year):
        path = _path(folder, report_year, report.scope_name, report.version, kind)
        write(path, report)
        drafts.add(path)
    versions = version_names(copy, report_year)
    paths = {one: _path(folder, report_year, one.scope_name, one.version, kind) for one in versions}
    # What has gone out is never touched again.
    missing = [one for one in versions if not paths[one].exists()]
    for report in read_versions(copy, report_year, missing):
        write(paths[VersionName(report.scope, report.version, report.scope_name)], report)
    _prune(folder, kind, drafts)
    return Written(len(drafts), len(versions), len(drafts) + len(missing))


def write_archive(folder: Path, report_year: int) -> Path:
    """Pack all reports of a year into one zip; one that has a draft in it says so in its name."""
    root = folder / FOLDER
    files = sorted(path for path in _files(root) if path.suffix != ".zip")
    has_draft = any(_is_draft(path) for path in files)
    name = _ARCHIVE.format(year=report_year)
    path = root / f"{name}{f'（{DRAFT}）' if has_draft else ''}.zip"
    for other in (root / f"{name}.zip", root / f"{name}（{DRAFT}）.zip"):
        if other != path:
            other.unlink(missing_ok=True)
    pack(path, root, files)
    return path


def files_of_version(folder: Path, report_year: int, scope_name: str, version: int) -> list[Path]:
    """Return where the files of one edition of a report lie, one a kind."""
    return [_path(folder, report_year, scope_name, version, kind) for kind in KINDS]


def pack(path: Path, root: Path, files: list[Path]) -> None:
    """Pack files below ``root`` into a zip, under their names there."""
    land(path, lambda partial: _pack(partial, root, files))


def annual_files(folder: Path) -> list[str]:
    """Return the names of all files of the annual reports below a year's exports, with ``/``."""
    return sorted(path.relative_to(folder).as_posix() for path in _files(folder / FOLDER))


def _path(folder: Path, report_year: int, scope_name: str, version: int, kind: str) -> Path:
    name = f"{safe_name(title_of(scope_name, report_year))}（{edition_of(version)}）.{kind}"
    return folder / FOLDER / safe_name(scope_name) / name


def _files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*.*") if path.is_file() and not path.name.startswith("."))


def _is_draft(path: Path) -> bool:
    return path.stem.endswith(f"（{DRAFT}）")


def _prune(folder: Path, kind: str, drafts: set[Path]) -> None:
    """Take away the drafts of reports that are final now, and of units that are no more; and what a kill left."""
    for path in list(half_written(folder / FOLDER, f"*.{kind}")):
        path.unlink()
    for path in list((folder / FOLDER).rglob(f"*（{DRAFT}）.{kind}")):
        if path not in drafts:
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()


def _pack(path: Path, root: Path, files: list[Path]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.relative_to(root).as_posix(), _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if file.suffix in _PACKED else zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
