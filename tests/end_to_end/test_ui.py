"""A run from the command line shows in the UI: a real webserver on the same instance is asked."""

import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import zwgk_environment
from tests.end_to_end.helpers import ask, free_port


@pytest.fixture(scope="module")
def webserver(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("ui") / "home"))
    port = free_port()
    program = str(Path(sys.executable).with_name("dagster-webserver"))
    command = [program, "-h", "127.0.0.1", "-p", str(port), "-m", "orchestration.definitions"]
    log = home / "webserver.log"
    with (
        log.open("w") as output,
        subprocess.Popen(command, env=zwgk_environment(home), stdout=output, stderr=output) as process,
    ):
        address = f"http://127.0.0.1:{port}"
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/server_info", timeout=5).close()
                break
            except urllib.error.URLError:
                assert process.poll() is None, log.read_text()
                time.sleep(0.5)
        yield address
        process.terminate()


def test_the_command_line_run_is_in_the_history(webserver: str) -> None:
    query = "{ runsOrError { ... on Runs { results { jobName status tags { key value } } } } }"
    run, *earlier = ask(webserver, query)["runsOrError"]["results"]
    assert (run["jobName"], run["status"]) == ("zwgk_annual", "SUCCESS")
    # Each inspection takes in first what has arrived.
    assert [run["jobName"] for run in earlier] == ["zwgk_inspection", "zwgk_annual"] * 2
    assert {"key": "zwgk/as_of", "value": "2022-02-15"} in run["tags"]


def test_the_checks_show_missing_and_late_as_warnings(webserver: str) -> None:
    query = """{ assetNodeOrError(assetKey: {path: ["marts", "fct_obligations"]}) { ... on AssetNode {
        assetChecksOrError { ... on AssetChecks { checks { name executionForLatestMaterialization {
            status evaluation { severity success } } } } } } } }"""
    checks = ask(webserver, query)["assetNodeOrError"]["assetChecksOrError"]["checks"]
    by_name = {check["name"]: check["executionForLatestMaterialization"] for check in checks}
    for rule in ("OBL_01", "OBL_02"):
        assert by_name[rule]["evaluation"] == {"severity": "WARN", "success": False}
    assert by_name["OBL_03"]["evaluation"]["success"] is True


def test_the_graph_knows_groups_and_the_schedules_their_zone(webserver: str) -> None:
    groups = {node["groupName"] for node in ask(webserver, "{ assetNodes { groupName } }")["assetNodes"]}
    assert groups == {
        "registry",
        "notices",
        "returns",
        "portals",
        "warehouse",
        "checks",
        "exports",
        "bulletin",
        "messages",
        "final",
        "data_docs",
    }
    query = "{ repositoriesOrError { ... on RepositoryConnection { nodes { schedules { name executionTimezone } } } } }"
    [repository] = ask(webserver, query)["repositoriesOrError"]["nodes"]
    schedules = {one["name"]: one["executionTimezone"] for one in repository["schedules"]}
    names = {"checks", "january", "june", "final", "chase", "bulletin", "nightly_inspection", "hourly_probe"}
    assert schedules == dict.fromkeys(names, "Asia/Shanghai")


def test_tables_show_row_counts_and_a_preview(webserver: str) -> None:
    query = """{ assetNodeOrError(assetKey: {path: ["marts", "fct_obligations"]}) { ... on AssetNode {
        assetMaterializations(limit: 1) { metadataEntries { label ... on IntMetadataEntry { intValue }
            ... on MarkdownMetadataEntry { mdStr } } } } } }"""
    [event] = ask(webserver, query)["assetNodeOrError"]["assetMaterializations"]
    entries = {entry["label"]: entry for entry in event["metadataEntries"]}
    assert entries["dagster/row_count"]["intValue"] == 1663
    assert "| obligation_id |" in entries["preview"]["mdStr"]
