"""Many hosts side by side take hardly longer than politeness asks of one."""

import pytest

from tests.benchmarks.bench_crawl import DELAY, FEW_PAGES, MANY_HOSTS, OTHERS, ours, served


@pytest.mark.campaign
def test_sixty_hosts_end_within_the_floor_that_politeness_sets() -> None:
    with served(MANY_HOSTS, FEW_PAGES - OTHERS) as hosts:
        measured = ours(hosts, DELAY)
    assert measured.pages == MANY_HOSTS * FEW_PAGES
    assert measured.seconds <= 1.15 * FEW_PAGES * DELAY
