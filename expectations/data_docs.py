"""Builds Great Expectations' own pages (Data Docs) of the checks, for those who want them.

The pages load their styles and scripts from the internet; without it they are plain and still say everything.
"""

from __future__ import annotations

import importlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.catalogue import dataset_titles, rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


FOLDER = "检查报告"


def build_data_docs(frames: Mapping[str, pd.DataFrame], run_name: str, folder: Path) -> Path:
    """Check the frames and build the pages of what was found; old pages of the folder go.

    Args:
        frames: dataset → frame, as for ``run_suite``.
        run_name: What the run is called on the pages.
        folder: Where the pages go.

    Returns:
        The first page.
    """
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # Not by the partial name alone: GX writes hundreds of files, and a killed run leaves some of them.
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    context.add_data_docs_site(folder.name, _site(partial))
    titles = dataset_titles()
    for dataset, frame in frames.items():
        title = titles[dataset]
        suite = context.suites.add(gx.ExpectationSuite(name=title, expectations=_described(dataset)))
        asset = context.data_sources.add_pandas(title).add_dataframe_asset(title)
        definition = gx.ValidationDefinition(
            name=title, data=asset.add_batch_definition_whole_dataframe(title), suite=suite
        )
        context.validation_definitions.add(definition).run(
            batch_parameters={"dataframe": frame},
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": ["row_key", "source_locator"],
                "return_unexpected_index_query": False,
            },
            run_id=gx.RunIdentifier(run_name=run_name),
        )
    context.build_data_docs()
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    return folder / "index.html"


def _described(dataset: str) -> list[Any]:
    """Return the expectations of a suite, each saying in Chinese which rule it is."""
    expectations: list[Any] = importlib.import_module(f"expectations.suites.{dataset}").expectations()
    for expectation in expectations:
        rule = rules()[expectation.meta["rule_code"]]
        expectation.description = f"{rule.rule_code} {rule.title}。比较：{rule.compared}。依据：{rule.basis}"
    return expectations


def _site(folder: Path) -> Any:
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder", "show_cta_footer": False},
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
    }
