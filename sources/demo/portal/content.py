"""What every site holds before its role changes anything: clean, dated, the same for the same day."""

import datetime as dt

from sources.demo.portal.draft import Draft, Entry, on_grid, prose

_GUIDE = (
    "为方便公民、法人和其他组织获取政府信息，编制本指南。本指南每年更新，内容有变化的及时修订。",
    "机构名称：政府信息公开工作机构（演示）。办公地址：演示路1号。办公时间：工作日8:30至17:30。",
    "联系电话：000-00000000。传真：000-00000001。互联网联系方式：本网站依申请公开栏目。",
)
_APPLICATION = (
    "申请人可以当面提交、邮寄、传真或者在线提出政府信息公开申请，收到之日起二十个工作日内答复。",
    "受理地址：演示路1号。传真：000-00000001。在线申请：见下方链接。",
    '<a href="/zwgk/zfxxgk/ysqgk/shenqing.htm">在线申请入口</a> '
    '<a href="/files/shenqingbiao.docx">政府信息公开申请表下载</a> '
    '<a href="/files/liuchengtu.pdf">办理流程图</a>',
)


def fill(draft: Draft) -> None:
    """Give a site its ordinary columns."""
    add_news(draft, draft.day)
    add_notices(draft, draft.day)
    year = draft.report_year
    revised = min(dt.date(year, 3, 1), draft.day)
    draft.texts["guide"] = prose(*_GUIDE, f"更新日期：{revised:%Y年%m月%d日}。")
    draft.texts["application"] = prose(*_APPLICATION)
    opened = dt.date(year - 1, 6, 15)
    draft.add(
        "system", "政府信息公开审查制度", opened, prose("公开前依法依规审查，谁公开谁审查、谁审查谁负责。")
    )
    draft.add("statutory", "机构职能", opened, prose("本单位的职能、内设机构和负责人分工见机构改革方案。"))
    draft.add("statutory", "行政执法信息", opened, prose("许可和处罚的依据、程序和结果依法公开。"), 1)


def add_news(draft: Draft, latest: dt.date) -> None:
    """Give the news column its articles, the newest up to a day."""
    for date in on_grid(latest, 3, 3):
        title = f"工作人员深入基层开展{date:%m月%d日}走访调研"
        body = prose(f"{date:%Y年%m月%d日}，工作人员走访企业和社区，了解政策落实情况，听取意见建议。")
        draft.add("news", title, date, body)


def add_notices(draft: Draft, latest: dt.date, count: int = 2) -> None:
    """Give the notice column its articles, the newest up to a day."""
    for number, date in enumerate(on_grid(latest, 9, count)):
        title = f"关于开展{date:%Y年%m月%d日}政务公开日活动的通知"
        body = prose(
            f"定于{date:%Y年%m月%d日}举办开放活动，欢迎报名参加。",
            ("报名方式见本网站。", "活动安排以现场公告为准。")[number % 2],
        )
        draft.add("notice", title, date, body)


def add_policy(draft: Draft, date: dt.date, lag: int | None, number: int = 0) -> tuple[Entry, Entry | None]:
    """Put a policy into its column, and its interpretation so many days later, each linking to the other.

    Args:
        draft: The site.
        date: When the policy was published.
        lag: Days until the interpretation; None for none.
        number: Tells policies of one day apart.
    """
    subject = f"演示便民服务办法（{date:%Y}年第{date.timetuple().tm_yday}号）"
    policy = draft.add("policy", f"关于印发《{subject}》的通知", date, "", number)
    text = (
        "为规范便民服务，制定本办法。",
        "第一条 服务事项实行清单管理。",
        "第二条 本办法自公布之日起施行。",
    )
    if lag is None:
        policy.body = prose(*text)
        return policy, None
    told = date + dt.timedelta(days=lag)
    back = f'相关文件：<a href="{policy.path}">{policy.title}</a>'
    why = (
        "制定背景：群众反映办事指引分散、材料要求不一。",
        "主要考虑：把常办的事集中到一个窗口，能网上办的不用跑腿。",
        "群众怎么办：打开本网站办事栏目，按提示提交，三日内有答复。",
    )
    reading = draft.add("interpretation", f"《{subject}》政策解读", told, prose(*why, back), number)
    link = f'相关解读：<a href="{reading.path}">{reading.title}</a>'
    policy.body = prose(*text, link)
    return policy, reading
