"""The defects that roles plant in a site; what each one must be found as stands in ``planted.csv``."""

import datetime as dt

from sources.demo.portal.content import add_news, add_notices, add_policy
from sources.demo.portal.draft import Draft, Entry, article_path, columns, on_grid, prose, quarter_end
from sources.demo.portal.model import Answer, Hit
from sources.returns.model import SYNTHETIC_MARK

_PRIVATE = "http://10.0.0.8/"
_ELSEWHERE = "http://elsewhere.invalid/"
_EVIDENCE = "/zwgk/t06.htm"
# Nobody's: a place with no people in it, born in 1900, the sequence number of nobody.
_ID_CARD_STEM = "11000019000101000"
_MOBILE = "19900000000"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DOWN_FROM, _DOWN_TO, _DOWN_EVERY = 3, 6, 8


def unstable_home(draft: Draft) -> None:
    """The home page answers 503 to half of the requests, four in a row: a retry does not help every time."""
    draft.is_unstable = True


def down(hit: Hit) -> Answer | None:
    """Return what an unstable home page says when it is down; None while it is up."""
    if _DOWN_FROM <= hit.nth % _DOWN_EVERY <= _DOWN_TO:
        return Answer(f"<p>服务暂不可用（{SYNTHETIC_MARK}）</p>".encode(), status=503)
    return None


def stale_home(draft: Draft) -> None:
    """The home page shows only notices, and the newest is weeks old; the columns themselves are in time."""
    draft.entries["notice"].clear()
    add_notices(draft, quarter_end(draft.day, 20))
    draft.home_columns = ("notice",)


def stale_columns(draft: Draft) -> None:
    """News and policies have not been updated in their periods; the home page has, with notices."""
    for code in ("news", "policy", "interpretation"):
        draft.entries[code].clear()
    add_news(draft, quarter_end(draft.day, 20))
    for date in on_grid(quarter_end(draft.day, 190), 45, 2):
        add_policy(draft, date, 0)


def blank_column(draft: Draft) -> None:
    """A required column with nothing in it."""
    del draft.entries["system"]
    draft.texts["system"] = ""


def missing_column(draft: Draft) -> None:
    """A required column that is not there, and no menu leads to it."""
    draft.unlinked.add("application")


def dead_links(draft: Draft) -> None:
    """Links that lead nowhere: one from the home page, four from an article."""
    draft.home_extra += '<div class="topics"><a href="/zt/gone.htm">专题专栏（演示）</a></div>\n'
    targets = ("/zwgk/gone.htm", "/loop/a.htm", "/slow.htm", "/inside.htm")
    links = (f'<a href="{path}">参考材料{number}</a>' for number, path in enumerate(targets, start=1))
    draft.entries["notice"][1].body = prose("活动材料见下列链接。", *links)
    draft.specials |= {
        "/loop/a.htm": redirect("/loop/b.htm"),
        "/loop/b.htm": redirect("/loop/a.htm"),
        "/slow.htm": Answer(f"<p>迟到的页面（{SYNTHETIC_MARK}）</p>".encode(), waits=True),
        "/inside.htm": redirect(_PRIVATE),
    }


def bad_tags(draft: Draft) -> None:
    """One official tag missing, one empty, one malformed, each on one page."""
    notice, news = draft.entries["notice"][0].path, draft.entries["news"][0].path
    draft.tag_changes |= {
        (notice, "PubDate"): None,
        (news, "ContentSource"): "",
        (columns()["notice"].path, "SiteDomain"): f"http://{draft.host}",
    }


def bad_footer(draft: Draft) -> None:
    """Two of the footer marks are left out on every page."""
    draft.missing_marks |= {"公安机关备案号", "找错入口"}


def personal(draft: Draft) -> None:
    """A number of an identity card and a mobile number, both synthetic, each in a notice."""
    first, second = draft.entries["notice"][:2]
    first.body = prose(f"拟补助人员：演示人员甲，身份证号码{id_card()}。")
    second.body = prose(f"咨询请联系演示人员乙，手机{_MOBILE}。")
    draft.names |= {"id_card": first.path, "mobile": second.path}


def id_card() -> str:
    """Return the synthetic identity-card number; its check digit is right (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(_ID_CARD_STEM, _WEIGHTS, strict=True))
    return _ID_CARD_STEM + "10X98765432"[total % 11]


def unpaired(draft: Draft) -> None:
    """A policy that is not interpreted, and one whose interpretation comes after two weeks and more."""
    date = quarter_end(draft.day, 30)
    _, late = add_policy(draft, date, 17, 1)
    alone, _ = add_policy(draft, date - dt.timedelta(days=20), None, 2)
    draft.names |= {"no_interpretation": alone.path, "late_interpretation": late.path if late else ""}


def back_dated(draft: Draft) -> None:
    """Each day a page that was not there the day before, printed two months earlier."""
    date = draft.day - dt.timedelta(days=60)
    body = prose(f"{date:%Y年%m月%d日}会议的情况。")
    draft.names["back_dated"] = draft.add("notice", f"关于{date:%m月%d日}会议情况的通报", date, body, 7).path


def deleted(draft: Draft) -> None:
    """An entry of a list whose page says that it was removed."""
    (date,) = on_grid(draft.day, 9, 1)
    path = article_path("notice", date, 9)
    draft.entries["notice"].append(Entry("关于办理流程调整的通知", path, date, "<p>该信息已删除。</p>\n"))
    draft.names["deleted"] = path


def robots_closed(draft: Draft) -> None:
    """The rules for crawlers are refused."""
    draft.specials["/robots.txt"] = Answer(f"403 {SYNTHETIC_MARK}".encode(), "text/plain", 403)


def evidence_gone(draft: Draft) -> None:
    """A page that the unit gave as evidence is not there."""
    draft.specials[_EVIDENCE] = Answer(f"<p>404（{SYNTHETIC_MARK}）</p>".encode(), status=404)


def evidence_moved(draft: Draft) -> None:
    """It leads to a host that is none of the portal's."""
    draft.specials[_EVIDENCE] = redirect(_ELSEWHERE)


def evidence_private(draft: Draft) -> None:
    """It leads into a private network."""
    draft.specials[_EVIDENCE] = redirect(_PRIVATE)


def redirect(target: str, status: int = 302) -> Answer:
    """Return a redirect."""
    return Answer(f"<p>跳转（{SYNTHETIC_MARK}）</p>".encode(), status=status, location=target)
