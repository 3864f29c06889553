"""The warehouse as it would be, had one unit handed nothing in: the same models on everybody else's landed rows.

Every file is read by itself, so without a unit's files exactly the rows of its files are not landed; what stands
between those rows and the checks is SQL. So the staging tables of the returns are kept as tables, the rows of one
unit are taken out, and every table that hangs on them is built anew by the SQL that dbt compiled for the run.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from expectations.runner import Failure, run_suite
from orchestration.defs.checks.frames import MARTS

CHECKED = ("obligations", "chase")
_RETURNS = "stg_returns__"
# Where the rows of a unit are, beside the submissions themselves.
_ROWS = {
    "submission_id": ("progress_lines", "figures", "findings"),
    "receipt_id": ("inbox_files", "sightings"),
}


class Warehouse:
    """A copy of the warehouse of a finished run, in which units can be left out.

    Args:
        path: The copy; its name must be that of the original.
        target: Where dbt left the manifest and the compiled SQL of the run.
    """

    def __init__(self, path: Path, target: Path) -> None:
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        self._models = {
            name: node for name, node in manifest["nodes"].items() if node["resource_type"] == "model"
        }
        self._compiled = target / "compiled" / "zwgk"
        self.connection = duckdb.connect(str(path))
        needed = self._ancestors(node for node in self._models if _is_read(self._models[node]["name"]))
        hanging = [node for node in needed if self._hangs_on_returns(node)]
        # In the order in which dbt would build them: parents first.
        self._tables = [node for node in hanging if self._kind(node) == "table"]
        for node in needed:
            if node not in hanging and self._kind(node) == "view":
                self._keep(node)

    @contextmanager
    def without(self, unit_id: str) -> Iterator[None]:
        """Leave a unit out for as long as the block lasts."""
        self.connection.begin()
        try:
            for key, tables in _ROWS.items():
                gone = f"select {key} from staging.{_RETURNS}submissions where unit_id = ?"
                for table in tables:
                    statement = f"delete from staging.{_RETURNS}{table} where {key} in ({gone})"
                    self.connection.execute(statement, [unit_id])
            self.connection.execute(f"delete from staging.{_RETURNS}submissions where unit_id = ?", [unit_id])
            for node in self._tables:
                model = self._models[node]
                sql = (self._compiled / model["original_file_path"]).read_text(encoding="utf-8")
                name = f"{model['schema']}.{model['name']}"
                self.connection.execute(f"create or replace table {name} as {sql}")
            yield
        finally:
            self.connection.rollback()

    def statuses(self) -> dict[str, tuple[str, str]]:
        """Return obligation → unit and status."""
        query = "select obligation_id, unit_id, status from marts.fct_obligations"
        return {name: (unit, status) for name, unit, status in self.connection.execute(query).fetchall()}

    def failures(self) -> list[Failure]:
        """Return what the checks of the obligations say."""
        found = []
        for dataset in CHECKED:
            for failed in run_suite(dataset, self.connection.execute(MARTS[dataset]).df()).values():
                found += failed
        return found

    def _kind(self, node: str) -> str:
        return str(self._models[node]["config"]["materialized"])

    def _parents(self, node: str) -> list[str]:
        return [one for one in self._models[node]["depends_on"]["nodes"] if one in self._models]

    def _ancestors(self, nodes: Iterator[str]) -> list[str]:
        """Return models and all that they are made of, parents first."""
        found: dict[str, None] = {}

        def add(node: str) -> None:
            for parent in self._parents(node):
                if parent not in found:
                    add(parent)
            found[node] = None

        for node in nodes:
            add(node)
        return list(found)

    def _is_of_returns(self, node: str) -> bool:
        return str(self._models[node]["name"]).startswith(_RETURNS)

    def _hangs_on_returns(self, node: str) -> bool:
        return not self._is_of_returns(node) and any(
            self._is_of_returns(one) or self._hangs_on_returns(one) for one in self._parents(node)
        )

    def _keep(self, node: str) -> None:
        """Make a table of a view on landed files."""
        schema, name = self._models[node]["schema"], self._models[node]["name"]
        self.connection.execute(f"create table {schema}.kept as select * from {schema}.{name}")
        self.connection.execute(f"drop view {schema}.{name}")
        self.connection.execute(f"alter table {schema}.kept rename to {name}")


def _is_read(model: str) -> bool:
    """Tell whether one of the frames that are checked reads a model."""
    return any(f"marts.{model} " in MARTS[dataset] for dataset in CHECKED)
