"""The clean year, run once for all workers."""

from pathlib import Path

import pytest

from tests.end_to_end.faults import runs


@pytest.fixture(scope="session")
def clean_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    base = tmp_path_factory.getbasetemp()
    return runs.clean_home((base if worker_id == "master" else base.parent) / "clean_year")
