"""Serves synthetic pages on loopback, as fast as one process can; run as a program it prints its ports.

Every port is a host of its own. Page n of a host links to its column, to pages around it and ahead, so that all
pages are found from the home page. The pages are like those of a portal: official tags, menu, list, article.
"""

import asyncio
import sys

MENU = "".join(f'<li><a href="/c{n}.htm">栏目{n}</a></li>' for n in range(12))
PROSE = "为深入推进政务公开，现将本年度有关工作安排通知如下，请各单位结合实际抓好落实。" * 12
HEAD = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>合成页面{n}</title>'
    '<meta name="SiteName" content="合成测试网站"><meta name="SiteDomain" content="bench.invalid">'
    '<meta name="SiteIDCode" content="9999990001"><meta name="ColumnName" content="通知公告">'
    '<meta name="ColumnDescription" content="通知公告及公示"><meta name="ColumnKeywords" content="通知,公告">'
    '<meta name="ColumnType" content="政务动态"><meta name="ArticleTitle" content="合成通知第{n}号">'
    '<meta name="PubDate" content="2021-0{month}-{day:02d} 09:{minute:02d}">'
    '<meta name="ContentSource" content="合成来源"></head><body>'
)
PAGE = (
    HEAD + '<div class="nav"><ul>' + MENU + "</ul></div>"
    '<div class="content"><h1>合成通知第{n}号</h1><p>发布日期：2021-0{month}-{day:02d} 来源：合成来源</p>'
    '<div class="article_content"><p>' + PROSE + "</p><p>编号{n}。" + PROSE + "</p></div>"
    '<ul class="list">{items}</ul></div>'
    '<div class="footer"><p>主办：合成单位 网站标识码：9999990001 备案号：闽ICP备00000000号</p></div></body></html>'
)
ITEM = '<li><a href="/t{n}.htm" title="合成通知第{n}号">合成通知第{n}号</a><span>2021-0{month}-{day:02d}</span></li>'


def page(number: int, count: int) -> bytes:
    """Return page ``number`` of ``count``; 0 is the home page. It lists the two pages that only it leads to first."""
    listed = [2 * number + 1, 2 * number + 2, *((number * 7 + step) % count for step in range(18))]
    items = "".join(ITEM.format(n=n, **_when(n)) for n in listed if n < count)
    return PAGE.format(n=number, items=items, **_when(number)).encode()


def _when(number: int) -> dict[str, int]:
    return {"month": number % 9 + 1, "day": number % 28 + 1, "minute": number % 60}


class _Answering(asyncio.Protocol):
    """Answers GET after GET on one connection."""

    def __init__(self, count: int) -> None:
        self._count, self._waiting = count, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while (end := self._waiting.find(b"\r\n\r\n")) >= 0:
            path = self._waiting.split(b" ", 2)[1].decode()
            self._waiting = self._waiting[end + 4 :]
            self._transport.write(self._answer(path))

    def _answer(self, path: str) -> bytes:
        number = path.removeprefix("/t").removesuffix(".htm")
        if path == "/":
            number = "0"
        if path.startswith("/c"):  # a column of the menu: a page like the others
            number = str(int(path[2:-4]) % self._count)
        if not number.isdecimal() or int(number) >= self._count:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        body = page(int(number), self._count)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body


async def _serve(hosts: int, count: int) -> None:
    loop = asyncio.get_running_loop()
    servers = [await loop.create_server(lambda: _Answering(count), "127.0.0.1", 0) for _ in range(hosts)]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
