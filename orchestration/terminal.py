"""Shows a run: a progress bar on a terminal, plain lines elsewhere."""

import datetime as dt

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from orchestration.runs import Outcome, execute
from orchestration.settings import Settings


def run_with_progress(
    settings: Settings, report_year: int, as_of: dt.date, selection: list[str] | None = None
) -> Outcome:
    """Run the job and tell how it goes; errors are printed, in full, to standard error."""
    console = Console()
    if console.is_terminal:
        outcome = _with_bar(console, settings, report_year, as_of, selection)
    else:
        outcome = _with_lines(settings, report_year, as_of, selection)
    for error in outcome.errors:
        Console(stderr=True, soft_wrap=True, markup=False, highlight=False).print(f"运行失败 {error}")
    return outcome


def _with_bar(
    console: Console, settings: Settings, report_year: int, as_of: dt.date, selection: list[str] | None
) -> Outcome:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(f"{report_year} 年，截至 {as_of}", total=None)
        return execute(
            settings,
            report_year,
            as_of,
            on_start=lambda steps: bar.update(task, total=steps),
            on_step=lambda label, good, _: bar.update(
                task, advance=1, description=label if good else f"{label} 失败"
            ),
            on_wait=lambda: bar.update(task, description="等待另一次运行结束"),
            selection=selection,
        )


def _with_lines(settings: Settings, report_year: int, as_of: dt.date, selection: list[str] | None) -> Outcome:
    print(f"开始：{report_year} 年，截至 {as_of}", flush=True)
    return execute(
        settings,
        report_year,
        as_of,
        on_start=lambda steps: print(f"共 {steps} 步", flush=True),
        on_step=lambda label, good, _: print(f"{'完成' if good else '失败'}：{label}", flush=True),
        on_wait=lambda: print("等待另一次运行结束", flush=True),
        selection=selection,
    )
