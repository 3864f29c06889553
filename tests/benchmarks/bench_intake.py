"""How the intake grows: with what is new, not with what is there. Prints ratios, good or bad."""

import datetime as dt
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from orchestration.settings import load_settings
from sources.demo.returns import make_demo_returns
from sources.notices.landed import listed_notice
from sources.registry.registry import Registry
from sources.returns.intake import take_in


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Take in the demo returns, then the same again, then one new file."""
    settings = load_settings()
    registry = Registry.load(settings.registry)
    notice, _ = listed_notice(settings.registry, settings.report_year, registry)
    year = notice.report_year
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        files = make_demo_returns(home / "inbox", notice, registry)

        def look() -> object:
            return take_in(
                home / "inbox", home / "landing", home / "archive", year, registry, dt.datetime.now
            )

        whole, again = _seconds(look), _seconds(look)
        some = next(
            path
            for path in sorted((home / "inbox" / str(year)).rglob("*.xlsx"))
            if path.stat().st_size > 4000
        )
        target = some.with_name("补报.xlsx")
        shutil.copy(some, target)
        target.write_bytes(target.read_bytes() + b"\0")
        one = _seconds(look)
    print(f"files                      {files}")
    print(f"files per second           {files / whole:.0f}")
    print(f"nothing new / all new      {again / whole:.1%}")
    print(f"one new / all new          {one / whole:.1%}")


if __name__ == "__main__":
    main()
