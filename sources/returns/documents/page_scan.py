"""Looks through the tags of a web page before a parser builds it.

What the parser would not say: that the page breaks off inside a table (it closes what is open). What it could not
bear: a tag with thousands of attributes, each of which it compares with all others, and millions of tags.
"""

import re

from sources.returns.model import Finding, Rejected

MAX_TAGS = 500_000
MAX_ATTRIBUTES = 200
RESAVE = "请用浏览器重新打开网页并完整保存，或把内容复制到 Word 另存为 .docx 重新报送"
_ATTRIBUTES = r"""(?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+|["'])*+"""
# Comments, elements whose content is text and not markup, declarations, tags. What is not closed goes on to the
# end of the page, as in a browser; so nothing is looked at twice.
_MARKUP = re.compile(
    rf"""
      <!--(?:-?>|.*?(?:--!?>|\Z))
    | <(?P<raw>script|style|title|textarea|xmp|iframe|noembed|noframes)(?=[\s/>])
       (?P<of_raw>{_ATTRIBUTES})(?:>.*?(?:</(?P=raw)(?=[\s/>])|\Z)|\Z)
    | <[!?][^>]*+
    | <(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?P<attributes>{_ATTRIBUTES})
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_ATTRIBUTE = re.compile(r"[^\s/]+")


def check_tags(page: str) -> None:
    """Check the tags of a page.

    Raises:
        Rejected: The page breaks off inside a table, or it has too many tags or attributes.
    """
    open_tables = 0
    for number, match in enumerate(_MARKUP.finditer(page), start=1):
        if number > MAX_TAGS or _has_too_many(match["attributes"] or match["of_raw"] or ""):
            found = f"网页的标签超出限度（超过 {MAX_TAGS} 个，或一个标签的属性超过 {MAX_ATTRIBUTES} 个）"
            place = f"第{page.count(chr(10), 0, match.start()) + 1}行"
            raise Rejected(Finding("RET-01", place, found, "普通的网页", RESAVE))
        if (match["name"] or "").lower() == "table":
            open_tables = max(open_tables + (-1 if match["end"] else 1), 0)
    if open_tables:
        place = f"第{page.count(chr(10)) + 1}行"
        found = "网页在表格中间中断，没有 </table>"
        raise Rejected(Finding("RET-01", place, found, "完整的网页", RESAVE))


def _has_too_many(attributes: str) -> bool:
    """Tell whether a tag has too many attributes; they are rather counted double than overlooked."""
    if len(attributes) <= MAX_ATTRIBUTES:
        return False
    return len(_ATTRIBUTE.findall(_VALUE.sub("= ", attributes))) > MAX_ATTRIBUTES
