"""Shows a run: a progress bar on a terminal, plain lines elsewhere."""

import time

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from orchestration import progress
from orchestration.runs import Outcome, Work, execute
from orchestration.settings import Settings

_TELL_EVERY = 5.0  # seconds


def run_with_progress(settings: Settings, work: Work, title: str) -> Outcome:
    """Run a job and tell how it goes; errors are printed, in full, to standard error."""
    console = Console()
    outcome = (_with_bar if console.is_terminal else _with_lines)(settings, work, title)
    for error in outcome.errors:
        Console(stderr=True, soft_wrap=True, markup=False, highlight=False).print(f"运行失败 {error}")
    return outcome


def _with_bar(settings: Settings, work: Work, title: str) -> Outcome:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns) as bar:
        task = bar.add_task(title, total=None)
        progress.watch_pages(_Pages(lambda told: bar.update(task, description=told), every=0.2))
        return execute(
            settings,
            work,
            on_start=lambda steps: bar.update(task, total=steps),
            on_step=lambda label, good, _: bar.update(
                task, advance=1, description=label if good else f"{label} 失败"
            ),
            on_wait=lambda: bar.update(task, description="等待另一次运行结束"),
        )


def _with_lines(settings: Settings, work: Work, title: str) -> Outcome:
    print(f"开始：{title}", flush=True)
    progress.watch_pages(_Pages(lambda told: print(told, flush=True), every=_TELL_EVERY))
    return execute(
        settings,
        work,
        on_start=lambda steps: print(f"共 {steps} 步", flush=True),
        on_step=lambda label, good, _: print(f"{'完成' if good else '失败'}：{label}", flush=True),
        on_wait=lambda: print("等待另一次运行结束", flush=True),
    )


class _Pages:
    """Sums up how far the crawls of the sites have come, now and then."""

    def __init__(self, tell: "progress.Teller", every: float) -> None:
        self._tell, self._every = tell, every
        self._pages: dict[str, int] = {}
        self._told = time.monotonic()

    def __call__(self, site_id: str, pages: int) -> None:
        """Take the pages of one site so far."""
        self._pages[site_id] = pages
        if time.monotonic() - self._told >= self._every:
            self._told = time.monotonic()
            counts = self._pages.copy()
            self._tell(f"已看 {len(counts)} 个站点 {sum(counts.values())} 页")
