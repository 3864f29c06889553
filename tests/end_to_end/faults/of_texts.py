"""Faults in the prose of annual reports, and in what their tables and addresses say beside it."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from sources.demo.portal.content import add_policy
from sources.demo.portal.draft import Draft, article_path
from sources.returns.model import SYNTHETIC_MARK
from tests.end_to_end.faults.model import Fault, of_unit
from tests.end_to_end.faults.of_portals import site
from tests.end_to_end.faults.of_reports import everywhere
from tests.end_to_end.faults.of_statistics import DISCLOSED, as_page, together
from tests.end_to_end.faults.registry import YEAR
from tests.end_to_end.faults.year import UnitYear

# With this many in a year a site is not that of a unit that has nothing to report.
POLICIES = 10
# What a unit wrote of the year before; it is long enough to be compared.
OLD_PROSE = (
    f"（{SYNTHETIC_MARK}）本报告所列数据的统计期限自{YEAR - 1}年1月1日起至12月31日止，电子版可在门户网站下载。"
    "我单位把政务公开列入重点工作安排，由办公室牵头组织实施，各科室明确一名联络员负责信息报送和更新。"
    "拟制公文时同步确定公开属性，属于不予公开的说明理由并报分管领导审定。"
    "围绕群众办事的难点堵点，重新梳理办事指南和常见问题，配合窗口人员用通俗语言作出解答。"
    "依申请公开工作规范登记、审核、办理、答复、归档各环节流程，答复前征求法律顾问意见。"
    "门户网站开设专题专栏，方便企业和群众查询惠企政策，对失效链接和错敏词定期排查。"
    "新入职人员参加业务培训，考核结果与科室年度评优挂钩，对社会评议提出的意见逐条反馈。"
    "目前栏目设置还不够科学，查找不够便捷，下一步将优化检索功能，完善目录分类。"
)


def wrote(text: str) -> Callable[[UnitYear], None]:
    """Hand the annual statistics in as a page in which this stands before the tables."""
    return as_page(lambda unit, page: page.replace("</h1>", f"</h1>\n<p>{text}</p>"))


def _seven_parts(unit: UnitYear, page: str) -> str:
    """The report has the six parts of the form, and says that it has seven."""
    said = "<p>本报告由总体情况、主动公开政府信息情况、其他需要报告的事项等七个部分组成。</p>"
    page = page.replace("</h1>", f"</h1>{said}<h2>一、总体情况</h2>")
    return page.replace(
        "</body>", "<h2>五、存在的主要问题及改进情况</h2><h2>六、其他需要报告的事项</h2></body>"
    )


def _nothing(unit: UnitYear) -> None:
    """Nothing is in the tables, here and on the site, as in the year before."""
    for figures in (unit.reported, unit.before, unit.statistics.figures):
        for table, row, column in unit.reported:
            figures[table, row, column] = Decimal(0)


def _as_last_year(draft: Draft) -> None:
    """What its site shows of the year before says what its return says."""
    last_year = draft.entries["annual_report"][-1]
    assert last_year.body is not None
    last_year.body = last_year.body.replace("<h2>二、", f"<p>{OLD_PROSE}</p>\n<h2>二、", 1)


def _many_policies(draft: Draft) -> None:
    for number in range(POLICIES):
        add_policy(draft, dt.date(YEAR, 6, 1 + number), 0)


def _moved(draft: Draft) -> None:
    """The report stands at the address of the day on which the site was moved."""
    draft.entries["annual_report"][0].path = article_path("annual_report", dt.date(YEAR + 1, 3, 20))


def blank_faults() -> list[Fault]:
    """Return the one for the run of the faults in returns: all its other units have theirs."""
    return [of_unit("正文没有填数字", "shi-sifaju", wrote("本年度主动公开信息  条。"), "TXT-03 第4行")]


def text_faults() -> list[Fault]:
    """Return the others, for the run in which the sites are inspected."""
    report = "/zwgk/zfxxgk/zfxxgknb/202303/t20230320_4005000.htm"
    return [
        of_unit("正文引用已被替代的文件", "shi-fuban", wrote("本报告根据国办公开办函〔2019〕60号要求编制。"), "TXT-01 第4行"),
        of_unit("正文照抄上年，年度没有改", "luoyuan", together(wrote(OLD_PROSE), site(_as_last_year)), "TXT-02 第4行", "TXT-09 第4行"),
        of_unit("正文分项之和大于总数", "shi-fagaiwei", wrote("全年发布解读205篇，其中文字解读144篇、图片解读61篇、视频解读1篇。"), "TXT-04 第4行"),
        of_unit("正文写成上级机关的报告", "minhou", wrote("公民、法人和其他组织可以向市政府及市政府办公厅提出政府信息公开申请。"), "TXT-05 第4行"),
        of_unit("正文说有七个部分，只有六个", "shi-shenjiju", as_page(_seven_parts), "TXT-06 第3行"),
        of_unit("正文用语空泛", "lianjiang", wrote("一些地区对政务公开认识不足，多数部门解读形式单一。"), "TXT-07 第4行"),
        of_unit("各表全部为零，正文说有许可", "shi-tongjiju", together(_nothing, wrote("全年办理行政许可300件。")), "TXT-08 第4行"),
        of_unit("行政许可比上年多五千件", "minqing", everywhere((DISCLOSED, "licences", "decisions", 5000)), "RPT-09 表二主动公开!B10"),
        of_unit("各表全部为零，门户当年有文件", "yongtai", together(_nothing, site(_many_policies)), "RPT-10 表三申请办理!D10"),
        of_unit("年报挪了网址", "gaoxinqu", site(_moved), f"RPT-11 门户{report}"),
    ]  # fmt: skip
