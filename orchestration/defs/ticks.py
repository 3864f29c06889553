"""What the schedules have in common: cron and state from the settings file, the day of a tick, working days."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg
from dagster._utils.schedules import is_valid_cron_string

from orchestration import run_lock
from orchestration.settings import TIMEZONE, ScheduleSettings, config_path, load_settings
from sources.calendar_days import calendar_day
from sources.errors import SourceError
from sources.notices.listed import listed_years

Asked = dg.RunRequest | dg.SkipReason
_SATURDAY = 5


def scheduled(
    name: str, job: Any, description: str
) -> Callable[[Callable[[dg.ScheduleEvaluationContext], Asked]], dg.ScheduleDefinition]:
    """Make a schedule of a function: in Asia/Shanghai, with the cron and state that the settings file gives ``name``.

    Raises:
        SourceError: The cron there is none.
    """
    how: ScheduleSettings = getattr(load_settings().schedules, name)
    if not is_valid_cron_string(how.cron):
        where = f"{config_path().name} [schedules.{name}] cron"
        raise SourceError(where, f"“{how.cron}”", "五段 cron，如 0 8 * * *（每天 8:00）")
    state = dg.DefaultScheduleStatus.RUNNING if how.enabled else dg.DefaultScheduleStatus.STOPPED

    def make(evaluate: Callable[[dg.ScheduleEvaluationContext], Asked]) -> dg.ScheduleDefinition:
        def tick(context: dg.ScheduleEvaluationContext) -> Asked:
            # The queue would wait for a run that died for ever.
            run_lock.bury_the_dead(load_settings().dagster_home, context.instance)
            return evaluate(context)

        return dg.schedule(
            name=name,
            job=job,
            cron_schedule=how.cron,
            execution_timezone=TIMEZONE,
            default_status=state,
            description=description,
        )(tick)

    return make


def day_of(context: dg.ScheduleEvaluationContext) -> dt.date:
    """Return the day of the tick in Asia/Shanghai."""
    return context.scheduled_execution_time.astimezone(ZoneInfo(TIMEZONE)).date()


def day_off(day: dt.date) -> str | None:
    """Say why nobody works on a day; None on working days.

    In a year that the calendar does not cover, Monday to Friday are worked: a missed morning is worse than a run on
    a holiday.
    """
    known = calendar_day(day)
    is_workday = known.is_workday if known else day.weekday() < _SATURDAY
    if is_workday:
        return None
    return f"{day} 是{known.holiday_name if known and known.holiday_name else '周末'}，不是工作日，不运行"


def first_workday(month: dt.date) -> dt.date:
    """Return the first working day of the month of a day."""
    day = month.replace(day=1)
    while day_off(day):
        day += dt.timedelta(days=1)
    return day


def of_year(
    context: dg.ScheduleEvaluationContext, report_year: int, tags: Mapping[str, str] | None = None
) -> dg.RunRequest:
    """Return the request for one run on a report year; the day of the tick is its ``as_of``."""
    day = day_of(context)
    told = dict(tags or {})
    if calendar_day(day) is None:
        told["zwgk/calendar"] = f"{day.year}年放假安排未知，按周一至周五运行"
        context.log.warning(told["zwgk/calendar"] + "；请更新 chinesecalendar")
    period = {"report_year": report_year, "as_of": day.isoformat()}
    config = {"resources": {"period": {"config": period}}}
    return dg.RunRequest(run_key=day.isoformat(), run_config=config, tags=told)


def no_notice(report_year: int) -> str | None:
    """Say that a year has no notice; None where it has one, or its returns could not be owed."""
    if report_year in listed_years(load_settings().registry):
        return None
    return f"{report_year} 年没有登记通知，不运行"
