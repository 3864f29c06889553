"""Where things are and what is configured.

``zwgk.toml`` holds the settings (``ZWGK_CONFIG`` names another file, e.g. another city's); ``ZWGK_HOME``
moves everything written at run time.
"""

import datetime as dt
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

PROJECT = Path(__file__).resolve().parent.parent
TIMEZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class InspectionSettings:
    """How the portals are crawled; see zwgk.toml."""

    cron: str
    enabled: bool
    contact: str
    min_delay_seconds: float
    timeout_seconds: float
    max_pages: int
    max_depth: int
    max_minutes: float
    hosts_at_once: int


@dataclass(frozen=True)
class Settings:
    """The settings of this installation, with all paths absolute."""

    home: Path
    registry: Path
    report_year: int
    due_soon_days: int
    crawl_days: int
    register_days: int
    daily_cron: str
    daily_enabled: bool
    inbox_interval: int
    inbox_enabled: bool
    inspection: InspectionSettings

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
    def dagster_home(self) -> Path:
        """Dagster's own storage: run history, schedules."""
        return self.home / "dagster"

    def exports(self, report_year: int) -> Path:
        """The folder of a year's exports."""
        return self.home / "exports" / str(report_year)


def load_settings() -> Settings:
    """Read the settings file and the environment; paths in the file are relative to it."""
    config = Path(os.environ.get("ZWGK_CONFIG") or PROJECT / "zwgk.toml").resolve()
    values = tomllib.loads(config.read_text(encoding="utf-8"))
    daily, inbox = values["schedules"]["daily"], values["sensors"]["inbox"]
    return Settings(
        home=Path(os.environ.get("ZWGK_HOME") or PROJECT / "var").resolve(),
        registry=(config.parent / values["city"]["registry"]).resolve(),
        report_year=values["run"]["report_year"],
        **values["thresholds"],
        daily_cron=daily["cron"],
        daily_enabled=daily["enabled"],
        inbox_interval=inbox["interval_seconds"],
        inbox_enabled=inbox["enabled"],
        inspection=InspectionSettings(**values["inspection"]),
    )


def now() -> dt.datetime:
    """Return the local time in Asia/Shanghai."""
    return dt.datetime.now(ZoneInfo(TIMEZONE))


def today() -> dt.date:
    """Return the date in Asia/Shanghai."""
    return now().date()
