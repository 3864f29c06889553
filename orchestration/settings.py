"""Where things are and what is configured.

``zwgk.toml`` holds the settings (``ZWGK_CONFIG`` names another file, e.g. another city's); ``ZWGK_HOME``
moves everything written at run time.
"""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from orchestration.settings_file import read_file

PROJECT = Path(__file__).resolve().parent.parent
TIMEZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class ScheduleSettings:
    """When a schedule ticks, in Asia/Shanghai, and whether it is on."""

    cron: str
    enabled: bool


@dataclass(frozen=True)
class ChecksSettings(ScheduleSettings):
    """The checks, which may run on days off too."""

    on_holidays: bool


@dataclass(frozen=True)
class Schedules:
    """Every schedule, under the name that it has in the UI; see zwgk.toml."""

    checks: ChecksSettings
    january: ScheduleSettings
    june: ScheduleSettings
    final: ScheduleSettings
    chase: ScheduleSettings
    bulletin: ScheduleSettings
    nightly_inspection: ScheduleSettings
    hourly_probe: ScheduleSettings


@dataclass(frozen=True)
class InboxSettings:
    """How often the inbox is looked at, and whether it is."""

    interval_seconds: int
    enabled: bool


@dataclass(frozen=True)
class InspectionSettings:
    """How the portals are crawled; see zwgk.toml."""

    contact: str
    min_delay_seconds: float
    timeout_seconds: float
    max_pages: int
    max_depth: int
    max_minutes: float
    hosts_at_once: int


@dataclass(frozen=True)
class MessageSettings:
    """What messages say of this installation; addresses and keys are in the environment."""

    exports_url: str
    digest_from_hour: int


@dataclass(frozen=True)
class _City:
    registry: str


@dataclass(frozen=True)
class _Run:
    report_year: int


@dataclass(frozen=True)
class _Thresholds:
    due_soon_days: int
    crawl_days: int
    register_days: int


@dataclass(frozen=True)
class _Sensors:
    inbox: InboxSettings


@dataclass(frozen=True)
class _File:
    """The settings file: one field for each table in it."""

    city: _City
    run: _Run
    thresholds: _Thresholds
    schedules: Schedules
    sensors: _Sensors
    inspection: InspectionSettings
    messages: MessageSettings


@dataclass(frozen=True)
class Settings:
    """The settings of this installation, with all paths absolute."""

    home: Path
    registry: Path
    report_year: int
    due_soon_days: int
    crawl_days: int
    register_days: int
    schedules: Schedules
    inbox_sensor: InboxSettings
    inspection: InspectionSettings
    messages: MessageSettings

    @property
    def landing(self) -> Path:
        """Parquet by source and year, append-only."""
        return self.home / "landing"

    @property
    def archive(self) -> Path:
        """Original bytes by sha256."""
        return self.home / "archive"

    @property
    def journals(self) -> Path:
        """What crawls that have not landed yet have fetched."""
        return self.home / "crawl"

    @property
    def inbox(self) -> Path:
        """What units hand in, and the office's register."""
        return self.home / "inbox"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that the pipeline writes."""
        return self.home / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The read copy's folder: zwgk.duckdb and parquet/."""
        return self.home / "published"

    @property
    def read_copy(self) -> Path:
        """The DuckDB file that analysts and exports read."""
        return self.published / "zwgk.duckdb"

    @property
    def outbox(self) -> Path:
        """Messages to the office and the units, and how far each is."""
        return self.home / "outbox"

    @property
    def dagster_home(self) -> Path:
        """Dagster's own storage: run history, schedules."""
        return self.home / "dagster"

    def exports(self, report_year: int) -> Path:
        """The folder of a year's exports."""
        return self.home / "exports" / str(report_year)


def config_path() -> Path:
    """Return the settings file."""
    return Path(os.environ.get("ZWGK_CONFIG") or PROJECT / "zwgk.toml").resolve()


def load_settings() -> Settings:
    """Read the settings file and the environment; paths in the file are relative to it.

    Raises:
        SourceError: A key is missing, unknown or of the wrong kind.
    """
    path = config_path()
    file = read_file(path, _File)
    return Settings(
        home=Path(os.environ.get("ZWGK_HOME") or PROJECT / "var").resolve(),
        registry=(path.parent / file.city.registry).resolve(),
        report_year=file.run.report_year,
        due_soon_days=file.thresholds.due_soon_days,
        crawl_days=file.thresholds.crawl_days,
        register_days=file.thresholds.register_days,
        schedules=file.schedules,
        inbox_sensor=file.sensors.inbox,
        inspection=file.inspection,
        messages=file.messages,
    )


def now() -> dt.datetime:
    """Return the local time in Asia/Shanghai."""
    return dt.datetime.now(ZoneInfo(TIMEZONE))


def today() -> dt.date:
    """Return the date in Asia/Shanghai."""
    return now().date()
