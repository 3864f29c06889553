"""How the pages that people open are made: Jinja templates in which whatever came from outside stands as text."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def page_template(path: Path, **filters: Callable[[str], str]) -> "Template":
    """Return a template; a name that it uses and nobody gave is an error.

    Args:
        path: The template's file.
        filters: Further filters by name.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(path.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(filters)
    return environment.get_template(path.name)
