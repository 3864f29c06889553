"""Scrapy walking the same pages and taking the same fields, written as its documentation shows.

Run as a program with a comma-separated list of start addresses; prints pages, seconds and peak memory in MiB.
"""

import hashlib
import json
import re
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess

TAGS = (
    *("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords"),
    *("ColumnType", "ArticleTitle", "PubDate", "ContentSource"),
)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MARKS = {"标识码": re.compile(r"网站标识码[：:]?\s*(\w{10})"), "备案号": re.compile(r"\w?ICP备\d+号")}
PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
pages = 0


class Portal(scrapy.Spider):
    name = "portal"

    def parse(self, response: Any, **_: Any) -> Iterator[Any]:
        global pages
        pages += 1
        tags = {name: response.xpath(f"//meta[@name='{name}']/@content").get() for name in TAGS}
        links = []
        for anchor in response.css("a[href]"):
            in_menu = bool(anchor.xpath("ancestor::*[contains(@class, 'nav') or contains(@class, 'foot')]"))
            text = "".join(anchor.xpath(".//text()").getall()).strip()
            links.append((response.urljoin(anchor.attrib["href"]), text, in_menu))
        items = [
            (
                response.urljoin(entry.css("a::attr(href)").get()),
                entry.css("a::attr(title)").get(),
                DATE.search(entry.xpath("string()").get() or ""),
            )
            for entry in response.css("ul.list li")
        ]
        text = " ".join("".join(response.css(".article_content ::text").getall()).split())
        body = "".join(response.xpath("//body//text()[not(ancestor::script)]").getall())
        yield {
            "url": response.url,
            "status": response.status,
            "title": tags["ArticleTitle"] or response.css("title::text").get(),
            "published_at": tags["PubDate"],
            "tags": tags,
            "missing": [name for name, value in tags.items() if not value],
            "links": links,
            "items": items,
            "text": text,
            "hash": hashlib.sha256((text + "".join(url for url, _, _ in links)).encode()).hexdigest(),
            "sha256": hashlib.sha256(response.body).hexdigest(),
            "marks": {name: pattern.search(body) for name, pattern in MARKS.items()},
            "personal": PERSONAL.findall(body),
        }
        for url, _, _ in links:
            yield scrapy.Request(url, callback=self.parse)


def main() -> None:
    starts = sys.argv[1].split(",")
    process = CrawlerProcess(
        {
            "LOG_LEVEL": "ERROR",
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS": 16,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
            "DOWNLOAD_DELAY": 0,
            "TELNETCONSOLE_ENABLED": False,
            "COOKIES_ENABLED": False,
        }
    )
    process.crawl(Portal, start_urls=starts)
    start = time.perf_counter()
    process.start()
    seconds = time.perf_counter() - start
    print(json.dumps([pages, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


if __name__ == "__main__":
    main()
