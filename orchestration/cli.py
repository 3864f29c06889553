"""The command ``zwgk``. Heavy parts are imported by the command that needs them."""

import datetime as dt
import os
import warnings
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from orchestration.settings import load_settings, today

app = typer.Typer(
    help="政务公开数据仓库：从任务分解表到年度报告。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Year = Annotated[int | None, typer.Option("--year", help="报告年度；默认取 zwgk.toml 中的年度")]


@app.command()
def run(
    year: Year = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="截至日期，如 2022-02-15；默认今天（东八区）")
    ] = None,
) -> None:
    """运行全流程：读入、建表、检查、导出。"""
    from orchestration.report import print_summary
    from orchestration.runs import annual_work
    from orchestration.terminal import run_with_progress

    settings = load_settings()
    report_year = year or settings.report_year
    day = _date(as_of)
    outcome = run_with_progress(settings, annual_work(report_year, day), f"{report_year} 年，截至 {day}")
    if not outcome.is_success:
        raise typer.Exit(1)
    print_summary(settings, report_year)


@app.command()
def export(
    year: Year = None,
    is_final: Annotated[bool, typer.Option("--final", help="出年度报告定稿；未过关口则不出，并说明")] = False,
    is_docs: Annotated[
        bool, typer.Option("--data-docs", help="生成检查报告（Great Expectations 网页）")
    ] = False,
) -> None:
    """按只读副本现状重新导出（不重新读入）。"""
    from orchestration.exports.tables import ReadCopy
    from orchestration.report import print_exports
    from orchestration.runs import data_docs_work, export_work, final_work
    from orchestration.terminal import run_with_progress

    settings = load_settings()
    report_year = year or settings.report_year
    _require_read_copy()
    try:
        with ReadCopy(settings.read_copy) as copy:
            as_of = copy.edition(report_year).as_of
    except LookupError as error:
        _stop(str(error))
    chosen = final_work if is_final else data_docs_work if is_docs else export_work
    work = chosen(report_year, as_of)
    if not run_with_progress(settings, work, f"{report_year} 年，截至 {as_of}").is_success:
        raise typer.Exit(1)
    print_exports(settings, report_year, is_docs)


@app.command()
def crawl(
    unit: Annotated[str | None, typer.Option("--unit", help="单位名称或编号；默认全部")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="记在哪一天；默认今天（东八区）")] = None,
    is_demo: Annotated[bool, typer.Option("--demo", help="巡检本机上的合成演示门户")] = False,
) -> None:
    """巡检门户网站：全部，或一个单位的；中断后再运行会接着采。"""
    from orchestration.inspection import unit_named
    from orchestration.runs import annual_work, inspection_work
    from orchestration.terminal import run_with_progress

    settings, day = load_settings(), _date(as_of)
    unit_id = unit_named(unit, settings, day) if unit else None
    # What has arrived is taken in first: the links in it are looked at too.
    arrived = annual_work(settings.report_year, day, ["landed_returns"])
    work = inspection_work(day, unit_id, is_demo)
    for title, part in ((f"接收报送文件，{day}", arrived), (f"巡检门户，{day}", work)):
        if not run_with_progress(settings, part, title).is_success:
            raise typer.Exit(1)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="要报送的文件")],
    year: Year = None,
    unit: Annotated[
        str | None, typer.Option("--unit", help="填报单位；默认看文件所在文件夹和文件内容")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", help="另存一份可打印的页面")] = None,
) -> None:
    """报送前检查一份文件：打印回执；没有严重问题时返回 0，否则返回 1。"""
    from orchestration.check import check_file, save_page
    from orchestration.exports.receipt import receipt_text

    settings = load_settings()
    receipt = check_file(file, settings, year or settings.report_year, unit, today())
    typer.echo(receipt_text(receipt), nl=False)
    if html:
        save_page(receipt, html, file)
    if receipt.is_fatal:
        raise typer.Exit(1)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="一条查询语句")],
    output: Annotated[str, typer.Option("--format", help="table 或 csv")] = "table",
) -> None:
    """在只读副本上查询。"""
    from orchestration.query import QueryError, print_query

    _require_read_copy()
    if output not in ("table", "csv"):
        _stop(f"不认识的格式“{output}”，应为 table 或 csv")
    try:
        print_query(load_settings().read_copy, query, output)
    except QueryError as error:
        _stop(str(error))


@app.command()
def demo(year: Year = None) -> None:
    """向空的收件箱放入合成演示数据（已有文件时什么也不做）。"""
    from sources.demo.returns import make_demo_returns
    from sources.notices.listed import listed_notice
    from sources.registry.registry import Registry

    settings = load_settings()
    registry = Registry.load(settings.registry)
    notice, _ = listed_notice(settings.registry, year or settings.report_year, registry)
    written = make_demo_returns(settings.inbox, notice, registry)
    where = settings.inbox / str(notice.report_year)
    typer.echo(
        f"已放入 {written} 份合成演示报送：{where}" if written else f"收件箱已有文件，保持原样：{where}"
    )


@app.command()
def templates(
    out: Annotated[Path, typer.Option("--out", help="放入哪个文件夹")],
    year: Year = None,
) -> None:
    """为每个单位生成填报用的工作簿。"""
    import time

    from orchestration.templates import carried_over, make_templates

    settings, started = load_settings(), time.perf_counter()
    report_year = year or settings.report_year
    carried = carried_over(settings.read_copy, report_year)
    paths = make_templates(settings.registry, report_year, out, carried)
    seconds = time.perf_counter() - started
    typer.echo(f"已生成 {report_year} 年报送表 {len(paths)} 份，用时 {seconds:.1f} 秒：{out.resolve()}")
    if carried:
        typer.echo(f"其中 {len(carried)} 个单位已填好上年结转数")


@app.command()
def prepare() -> None:
    """建立 Dagster 的运行目录（make dev 会先调用）。"""
    from orchestration.instance import prepare as prepare_instance

    settings = load_settings()
    prepare_instance(settings)
    typer.echo(str(settings.dagster_home))


def _date(text: str | None) -> dt.date:
    if not text:
        return today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        _stop(f"截至日期“{text}”不是日期，应如 2022-02-15")


def _require_read_copy() -> None:
    if not load_settings().read_copy.exists():
        _stop("还没有只读副本，请先运行 zwgk run")


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def main() -> None:
    """Run the command line; our own errors are one Chinese line, not a traceback."""
    from sources.errors import SourceError

    warnings.filterwarnings("ignore", module="dagster.*")
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    try:
        app()
    except SourceError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(1) from None
