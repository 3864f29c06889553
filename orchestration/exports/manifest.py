"""manifest.json: what was exported, from which state of the world, so that anybody can check it."""

import hashlib
import importlib.metadata
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from expectations import catalogue
from orchestration.exports.files import land_bytes
from orchestration.exports.tables import Edition

NAME = "manifest.json"


def write_manifest(
    folder: Path, edition: Edition, files: list[str], project: Path, gate: Mapping[str, list[str]]
) -> Path:
    """Write the manifest of a folder of exports, last of all.

    Args:
        folder: The year's exports.
        edition: What they are about.
        files: The names of the files in it.
        project: The project's root, for the version of the code.
        gate: What is said of the annual reports: those that are drafts, and those that go out by decision.

    Returns:
        The path of the manifest.
    """
    content = {
        "report_year": edition.report_year,
        "as_of": edition.as_of.isoformat(),
        "document_no": edition.document_no,
        "contains_synthetic_data": edition.is_synthetic,
        "rule_catalogue": catalogue.version(),
        "code_version": _code_version(project),
        "annual_reports": dict(gate),
        "files": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(files)},
    }
    path = folder / NAME
    land_bytes(path, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
    return path


def _code_version(project: Path) -> str:
    """Return the version of the package, with the commit where the code is a git checkout."""
    version = importlib.metadata.version("zwgk-warehouse")
    try:
        command = ["git", "-C", str(project), "rev-parse", "--short=12", "HEAD"]
        commit = subprocess.run(
            command, capture_output=True, text=True, timeout=10, check=True
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return version
    return f"{version}+{commit}"
