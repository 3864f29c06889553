"""The portals as they were on a day (门户巡检), landed; one partition a day."""

import contextlib
from collections.abc import Iterator
from typing import Self

import dagster as dg

from orchestration import progress
from orchestration.inspection import ensure_landed, inspect, probe_homes
from orchestration.preview import counts
from orchestration.resources import alone
from orchestration.retries import NETWORK, tried_again
from orchestration.settings import TIMEZONE, load_settings, today

# A day may be inspected while it lasts.
DAYS = dg.DailyPartitionsDefinition(start_date="2021-01-01", timezone=TIMEZONE, end_offset=1)


class Inspection(dg.ConfigurableResource):
    """What an inspection looks at.

    Attributes:
        unit_id: The one unit whose portal is looked at; empty for all.
        is_demo: Look at the demo portal, which is served meanwhile.
    """

    unit_id: str = ""
    is_demo: bool = False

    @contextlib.contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Self]:
        """Keep other inspections out: a host must not be asked by two. A run of the pipeline may go on beside."""
        with alone(context, "inspection"):
            yield self


@dg.asset(
    group_name="registry",
    owners=["team:coordinating_office"],
    kinds={"csv", "parquet"},
    description="门户核查的登记：任务与应见到的内容；从未巡检过时，先落地空表。",
    op_tags={"zwgk/label": "读取门户核查登记"},
)
def landed_portal_registry() -> None:
    """Make sure that there is something landed of the portals, inspected or not."""
    ensure_landed(load_settings())


@dg.asset(
    group_name="portals",
    owners=["team:coordinating_office"],
    kinds={"html", "parquet"},
    partitions_def=DAYS,
    description="门户巡检：按礼貌规则采集各单位门户，留下当天的页面、栏目、链接和佐证情况；中断后接着采。",
    op_tags={"zwgk/label": "巡检门户网站"},
)
def landed_portals(context: dg.AssetExecutionContext, inspection: Inspection) -> dg.MaterializeResult:
    """Crawl the portals and land what is there."""
    day = min(context.partition_time_window.start.date(), today())
    settings = load_settings()
    with tried_again(context, NETWORK):
        crawled = inspect(settings, day, inspection.unit_id or None, inspection.is_demo, progress.tell_pages)
    return dg.MaterializeResult(
        metadata={
            **counts({"sites": crawled.sites, "pages": crawled.pages}),
            "dagster/row_count": crawled.pages,
            "delivery": crawled.delivery.delivery_id,
        }
    )


@dg.asset(
    group_name="portals",
    owners=["team:coordinating_office"],
    kinds={"http", "parquet"},
    description="各单位门户首页能否打开，每小时看一次；巡检进行中时不看。",
    op_tags={"zwgk/label": "探测门户首页"},
)
def landed_portal_probes(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """Look at every home page once."""
    with tried_again(context, NETWORK):
        found = probe_homes(load_settings(), today())
    sites, failed = found or (0, 0)
    return dg.MaterializeResult(
        metadata={**counts({"sites": sites, "not_open": failed}), "is_left_out": found is None}
    )
