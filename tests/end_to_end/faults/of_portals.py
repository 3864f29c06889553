"""Faults on the units' sites, and in the annual reports that they publish."""

from collections.abc import Callable

from sources.demo.portal import defects, difficulties, task_content
from sources.demo.portal.content import add_news, add_policy
from sources.demo.portal.defects import redirect
from sources.demo.portal.draft import Draft, columns, on_grid, prose, quarter_end
from sources.demo.portal.model import Answer
from tests.end_to_end.faults.model import Fault, Raised, of_unit
from tests.end_to_end.faults.registry import YEAR
from tests.end_to_end.faults.year import UnitYear

EVIDENCE = "/zwgk/t07.htm"


def site(change: Callable[[Draft], object]) -> Callable[[UnitYear], None]:
    """Change the unit's site."""

    def put(unit: UnitYear) -> None:
        unit.design.append(change)

    return put


def report(**changes: object) -> Callable[[UnitYear], None]:
    """Publish the annual report in another way."""

    def put(unit: UnitYear) -> None:
        unit.report |= changes

    return put


def _not_published(unit: UnitYear) -> None:
    unit.report["figures"] = {YEAR - 1: unit.before}


def instead(code: str, change: Callable[[Draft], None]) -> Callable[[UnitYear], None]:
    """Fill a column with something else."""

    def put(draft: Draft) -> None:
        draft.entries[code].clear()
        change(draft)

    return site(put)


def _link(path: str, answer: Answer | None = None) -> Callable[[UnitYear], None]:
    """A notice links to a page, which is not there, or answers like this."""

    def put(draft: Draft) -> None:
        draft.entries["notice"][1].body = prose(f'活动材料见<a href="{path}">参考材料</a>。')
        if answer is not None:
            draft.specials[path] = answer

    return site(put)


def _link_on_home(draft: Draft) -> None:
    draft.home_extra += '<div class="topics"><a href="/zt/gone.htm">专题专栏（演示）</a></div>\n'


def _tag(code: str, name: str, value: str | None) -> Callable[[UnitYear], None]:
    """A tag of a column's newest article says something else, or is not there."""
    return site(lambda draft: draft.tag_changes.update({(draft.entries[code][0].path, name): value}))


def _tag_with_scheme(draft: Draft) -> None:
    draft.tag_changes[columns()["notice"].path, "SiteDomain"] = f"http://{draft.host}"


def _old_policies(draft: Draft) -> None:
    draft.entries["interpretation"].clear()
    for date in on_grid(quarter_end(draft.day, 190), 45, 2):
        add_policy(draft, date, 0)


def _policy(lag: int | None) -> Callable[[UnitYear], None]:
    """One more policy, interpreted so many days later."""
    return site(lambda draft: add_policy(draft, quarter_end(draft.day, 30), lag, 1))


def _one_way(draft: Draft) -> None:
    """An interpretation does not lead back to its policy."""
    reading = draft.entries["interpretation"][-1]
    assert reading.body is not None
    reading.body = reading.body.replace("<a href=", "<i title=").replace("</a>", "</i>")


def _copied(draft: Draft) -> None:
    """The one interpretation of the report year says nothing but what its policy says."""
    policy, reading = draft.entries["policy"][-1], draft.entries["interpretation"][-1]
    assert policy.body is not None
    back = f'<p>相关文件：<a href="{policy.path}">{policy.title}</a></p>'
    reading.body = policy.body.partition("<p>相关解读")[0] + back


def _in_notice(text: str) -> Callable[[UnitYear], None]:
    def put(draft: Draft) -> None:
        draft.entries["notice"][0].body = prose(text)

    return site(put)


def _without_mark(draft: Draft) -> None:
    draft.missing_marks.add("找错入口")


def _evidence(answer: Answer) -> Callable[[UnitYear], None]:
    return site(lambda draft: draft.specials.update({EVIDENCE: answer}))


def _gives(url: str) -> Callable[[UnitYear], None]:
    return lambda unit: unit.answer(7, url=url)


def portal_faults() -> list[Fault]:
    """Return the faults on sites."""
    return [*_sites(), *_pages(), *_links(), *_shown()]


def _sites() -> list[Fault]:
    stale_news = instead("news", lambda draft: add_news(draft, quarter_end(draft.day, 20)))
    return [
        of_unit("首页时好时坏", "shi-jiaoyuju", site(defects.unstable_home), "PRT-01 门户/"),
        of_unit("首页两周没有新内容", "shi-kejiju", site(defects.stale_home), "PRT-02 门户/"),
        of_unit("动态要闻两周没有更新", "shi-gongxinju", stale_news, "PRT-03 门户/xwdt/dtyw/"),
        of_unit("政策文件六个月没有更新", "shi-minzongju", instead("policy", _old_policies), "PRT-03 门户/zwgk/zcwj/"),
        of_unit("公开制度栏目是空白的", "shi-gonganju", site(defects.blank_column), "PRT-04 门户/zwgk/zfxxgk/zfxxgkzd/", "PRB-01 任务7 门户/zwgk/zfxxgk/zfxxgkzd/"),
        of_unit("依申请公开栏目没有了", "shi-minzhengju", site(defects.missing_column), "PRT-05 门户/zwgk/zfxxgk/ysqgk/", Raised("PRB-01", "任务7 门户/zwgk/zfxxgk/ysqgk/", 2)),
        of_unit("站点规则不让采集", "shi-rensheju", site(defects.robots_closed), "PRT-14 门户/"),
        of_unit("有没有尽头的日历", "shi-ziguiju", site(difficulties.endless), "PRT-18 门户/rili/?month=202207"),
        of_unit("页脚没有找错入口", "shi-shengtaiju", site(_without_mark), "PRT-09 门户/"),
    ]  # fmt: skip


def _pages() -> list[Fault]:
    return [
        of_unit("通知没有发布日期标签", "shi-jiansheju", _tag("notice", "PubDate", None), "PRT-08 门户/zwgk/tzgg/202303/t20230324_4001000.htm"),
        of_unit("动态的来源标签是空的", "shi-fangguanju", _tag("news", "ContentSource", ""), "PRT-08 门户/xwdt/dtyw/202303/t20230330_4000000.htm"),
        of_unit("域名标签写了 http://", "shi-chengguanwei", site(_tag_with_scheme), "PRT-08 门户/zwgk/tzgg/"),
        of_unit("通知里有身份证号码", "shi-jiaotongju", _in_notice(f"拟补助人员：演示人员甲，身份证号码{defects.id_card()}。"), "PRT-10 门户/zwgk/tzgg/202303/t20230324_4001000.htm"),
        of_unit("通知里有手机号码", "shi-shuiliju", _in_notice("咨询请联系演示人员乙，手机19900000000。"), "PRT-10 门户/zwgk/tzgg/202303/t20230324_4001000.htm"),
        of_unit("政策文件没有解读", "shi-nongyeju", _policy(None), "PRT-11 门户/zwgk/zcwj/202212/t20221231_4007001.htm", "PRB-01 任务2 门户/zwgk/zcwj/202212/t20221231_4007001.htm"),
        of_unit("解读晚了十七天", "shi-haiyuju", _policy(17), "PRT-12 门户/zwgk/zcjd/202301/t20230117_4008001.htm"),
        of_unit("页面倒填日期", "shi-linyeju", site(defects.back_dated), "PRT-13 门户/zwgk/tzgg/202301/t20230130_4001007.htm"),
        of_unit("目录里列着已删除的页面", "shi-shangwuju", site(defects.deleted), "PRT-15 门户/zwgk/tzgg/202303/t20230324_4001009.htm"),
    ]  # fmt: skip


def _links() -> list[Fault]:
    return [
        of_unit("首页的专题链接打不开", "shi-wenlvju", site(_link_on_home), "PRT-06 门户/"),
        of_unit("通知里的链接打不开", "shi-weijianwei", _link("/zwgk/gone.htm"), "PRT-07 门户/zwgk/tzgg/202303/t20230315_4001000.htm"),
        of_unit("通知里的链接打开超时", "shi-tuiyiju", _link("/slow.htm", Answer(b"<p></p>", waits=True)), "PRT-07 门户/zwgk/tzgg/202303/t20230315_4001000.htm"),
        of_unit("通知里的链接跳到内网", "shi-yingjiju", _link("/inside.htm", redirect("http://10.0.0.8/")), "PRT-07 门户/zwgk/tzgg/202303/t20230315_4001000.htm"),
        of_unit("通知里的链接来回跳转", "shi-waishiban", _link("/loop.htm", redirect("/loop.htm")), "PRT-07 门户/zwgk/tzgg/202303/t20230315_4001000.htm"),
        of_unit("佐证链接打不开", "shi-guoziwei", _evidence(Answer(b"<p>404</p>", status=404)), "PRT-17 任务7 任务落实情况!A6"),
        of_unit("佐证链接跳到站外", "shi-shijianju", _evidence(redirect("http://elsewhere.invalid/")), "PRT-17 任务7 任务落实情况!A6"),
        of_unit("佐证链接跳到内网", "shi-yibaoju", _evidence(redirect("http://10.0.0.8/")), "PRT-17 任务7 任务落实情况!A6"),
        of_unit("佐证链接不在政府门户上", "shi-jinrongju", _gives("http://elsewhere.invalid/t07.htm"), "PRT-17 任务7 任务落实情况!A6"),
        of_unit("佐证链接一栏写的不是网址", "shi-xinfangju", _gives("见附件"), "PRT-17 任务7 任务落实情况!A6"),
    ]  # fmt: skip


def _shown() -> list[Fault]:
    """Faults in what the sites show of the tasks."""
    return [
        of_unit("规划专题里没有规划", "shi-renfangban", instead("planning", task_content.planning_absent), "PRB-01 任务1 门户/zwgk/zfxxgk/ghzt/"),
        of_unit("缺一家所属单位的预算", "shi-caizhengju", instead("budget", task_content.budget_short), "PRB-01 任务3 门户/zwgk/yjsgk/"),
        of_unit("规章少公开一件", "shi-sifaju", instead("rules", task_content.rules_short), "PRB-01 任务5 门户/zwgk/zfxxgk/xxyxgz/"),
        of_unit("解读没有链回文件", "shi-jiguanju", site(_one_way), "PRB-02 任务2 门户/zwgk/zcwj/202212/t20221230_4007000.htm"),
        of_unit("解读照抄文件", "shi-fuwuzhongxin", site(_copied), "PRB-01 任务2 门户/zwgk/zcjd/202212/t20221230_4008000.htm"),
        of_unit("年度报告没有公布", "shi-yuanlin", _not_published, "PRB-01 任务11 门户/zwgk/zfxxgk/zfxxgknb/"),
        of_unit("年度报告缺第六部分", "shi-gongjijin", report(sections=5), "PRB-01 任务11 门户/zwgk/zfxxgk/zfxxgknb/202301/t20230118_4005000.htm"),
        of_unit("年度报告迟了", "shi-dashujuwei", report(late=True), "PRB-02 任务11 门户/zwgk/zfxxgk/zfxxgknb/202302/t20230210_4005000.htm"),
        of_unit("公布的年度报告有一格与报送不符", "shi-tiyuju", report(is_misprinted=True), "RPT-07 门户/zwgk/zfxxgk/zfxxgknb/202301/t20230118_4005000.htm 表1第7行第2列"),
    ]  # fmt: skip
