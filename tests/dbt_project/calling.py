"""Calls dbt as a person would, and says what it did."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import PROJECT

DBT_PROJECT = PROJECT / "dbt_project"


def dbt(project: Path, target: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        **extra,
        "DBT_PROJECT_DIR": str(project),
        "DBT_PROFILES_DIR": str(DBT_PROJECT),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(target),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)


def results_of(target: Path) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = json.loads((target / "run_results.json").read_text(encoding="utf-8"))[
        "results"
    ]
    return results
