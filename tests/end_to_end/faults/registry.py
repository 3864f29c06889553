"""The city of the fault test: the shipped registry of units, a synthetic notice of another year, its own probes."""

import csv
import datetime as dt
import hashlib
import html
import shutil
from pathlib import Path
from typing import NamedTuple

from sources.returns.model import SYNTHETIC_MARK
from tests.conftest import PROJECT, REGISTRY

YEAR = 2022
ISSUED = dt.date(YEAR, 6, 6)
NUMBER = f"测政办〔{YEAR}〕1号"
EVERYBODY = "市直各有关单位,各县(市)区政府、高新区管委会"
COUNTIES = "各县(市)区政府、高新区管委会"
BODY = (
    "各县(市)区政府、高新区管委会,市直各有关单位",
    "一、各单位要高度重视政务公开工作,切实加强组织领导,确保各项任务落到实处。",
    "二、各牵头单位要于10月30日前收集汇总所牵头工作任务开展情况,报市政府办公厅。",
    "三、市大数据委要于7月底前提出市政府门户网站优化提升方案,报市政府办公厅研究审定。",
    "四、要将政务公开工作任务落实情况纳入政府信息公开年度报告予以公开,接受社会监督。",
)
NOTICE_FILE = "notice.html"


class TaskRow(NamedTuple):
    """A line of the task table as printed; its number is its turn where none is given."""

    title: str
    requirement: str
    lead: str
    responsible: str
    deadline: str
    number: str = ""


TASKS = (
    TaskRow("主动公开各类规划", "在门户网站集中发布现行规划。", "市发改委", EVERYBODY, "持续推进"),
    TaskRow("公开政策文件及其解读", "文件与解读双向关联。", "市政府办公厅", EVERYBODY, "持续推进"),
    TaskRow("公开所属单位预算和决算", "公开到每个所属单位。", "市财政局", "市财政局", "9月30日前"),
    TaskRow("整治网上不实信息", "及时回应社会关切。", "市委网信办", COUNTIES, "持续推进"),
    TaskRow("集中公开现行有效规章", "件数与年报一致。", "市司法局", "市司法局", "持续推进"),
    TaskRow("提升平台支撑能力", "优化检索和适老服务。", "市大数据委", "市大数据委", "年底前"),
    TaskRow("建好政府信息公开专栏", "五个栏目齐全,渠道畅通。", "市政府办公厅", EVERYBODY, "持续推进"),
    TaskRow("公开审计结果", "公开审计工作报告。", "市审计局", "市审计局", "持续推进"),
    TaskRow("公开统计数据", "按月公开主要指标。", "市统计局", "市统计局", "年底前"),
    TaskRow("公开全民健身信息", "公开场馆开放信息。", "市体育局", "市体育局", "持续推进"),
    TaskRow("编制政府信息公开年度报告", "按统一格式按时公布。", "市政府办公厅", EVERYBODY, "年底前"),
)
PROBES = (
    ("planning", 1, "listed", "planning", "规划.*纲要", "1", "规划专题中有规划"),
    ("interpreted", 2, "paired", "policy", "", "", "每件政策文件都有解读并双向关联"),
    ("copied", 2, "copied", "interpretation", "", "50", "解读照抄文件原文不超过一半"),
    ("budget", 3, "named", "budget", f"{YEAR}年.*预算", "@subordinate_unit", "每个所属单位的预算"),
    ("rules", 5, "counted", "rules", "办法", "disclosures/rules/in_force", "现行有效规章件数与年报一致"),
    (
        "sections",
        7,
        "sectioned",
        "",
        "",
        "guide|system|statutory|annual_report|application",
        "专栏的五个栏目",
    ),
    ("channels", 7, "worded", "application", "申请表", "当面/现场|邮寄|传真|在线", "四种申请渠道和申请表"),
    ("report", 11, "reported", "annual_report", "", "6", "年度报告按时公布、齐全"),
)
PROBE_COLUMNS = (
    "report_year,probe_id,task_no,kind,column_code,pattern,expected,period_from,period_to,what,basis"
)
FACTS = "task_no,fact,value,note\n" + "".join(
    f"3,subordinate_unit,演示服务中心{letter},{SYNTHETIC_MARK}\n" for letter in "甲乙丙"
)


def notice_html(
    tasks: tuple[TaskRow, ...] = TASKS, body: tuple[str, ...] = BODY, issued: dt.date = ISSUED
) -> str:
    """Return the notice as the city's site would show it."""
    title = f"测试市政府办公厅关于印发{YEAR}年全市政务公开工作要点的通知"
    head = ("序号", "工作任务", "工作要求", "牵头单位", "责任单位", "完成时限")
    rows = [head, *((task.number or str(turn), *task[:-1]) for turn, task in enumerate(tasks, start=1))]
    table = "".join(f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in row)}</tr>\n" for row in rows)
    passport = {"发文机关": "测试市政府办公厅", "成文日期": f"{issued}", "标题": title, "发文字号": NUMBER}
    signed = f"{issued.year}年{issued.month}月{issued.day}日"
    lines = [f"{name}:{text}" for name, text in passport.items()]
    lines += [title, NUMBER, f"（{SYNTHETIC_MARK}）", *body, signed]
    paragraphs = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>\n'
        f"{paragraphs}<table>\n{table}</table>\n</body></html>\n"
    )


class CityFolder:
    """The registry folder of a city in the making, with the settings file that names it."""

    def __init__(self, root: Path) -> None:
        self.folder = Path(shutil.copytree(REGISTRY, root / "registry"))
        for path in (self.folder / "notices").iterdir():
            path.unlink()
        settings = (PROJECT / "zwgk.toml").read_text(encoding="utf-8")
        settings = settings.replace("sources/registry/fuzhou", "registry")
        self.config = root / "zwgk.toml"
        self.config.write_text(
            settings.replace("report_year = 2021", f"report_year = {YEAR}"), encoding="utf-8"
        )
        self.facts = root / "facts.csv"
        self.facts.write_text(FACTS, encoding="utf-8")
        self.list_notice()
        self.write("task_probes.csv", PROBE_COLUMNS.split(","), [_probe(*probe) for probe in PROBES])

    def list_notice(
        self, tasks: tuple[TaskRow, ...] = TASKS, body: tuple[str, ...] = BODY, issued: dt.date = ISSUED
    ) -> None:
        """Put the notice in its place, and its hash into the list."""
        path = self.folder / "notices" / NOTICE_FILE
        path.write_text(notice_html(tasks, body, issued), encoding="utf-8")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        header = [
            "report_year",
            "file",
            "sha256",
            "document_no",
            "issuer",
            "issued_on",
            "task_count",
            "source_page",
        ]
        listed = (YEAR, path.name, digest, NUMBER, "测试市政府办公厅", issued, len(tasks), SYNTHETIC_MARK)
        self.write("notices.csv", header, [listed])

    def write(self, name: str, header: list[str], rows: list[tuple[object, ...]]) -> None:
        """Write one of the folder's files anew."""
        with (self.folder / name).open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows([header, *rows])

    def add(self, name: str, line: str) -> None:
        """Add a line to one of the folder's files."""
        with (self.folder / name).open("a", encoding="utf-8") as handle:
            handle.write(line + "\n")

    def replace(self, name: str, old: str, new: str) -> None:
        """Change the one place of a file that says ``old``."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name}: {text.count(old)} × {old}"
        path.write_text(text.replace(old, new), encoding="utf-8")


def _probe(
    name: str, task_no: int, kind: str, column: str, pattern: str, expected: str, what: str
) -> tuple[object, ...]:
    period = (f"{YEAR}-01-01", f"{YEAR}-12-31") if kind in ("paired", "copied") else ("", "")
    return (YEAR, f"{YEAR}-{name}", task_no, kind, column, pattern, expected, *period, what, SYNTHETIC_MARK)
