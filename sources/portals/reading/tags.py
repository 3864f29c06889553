"""The official page tags (国办发〔2017〕47号, 网页设计规范; reference ``domain.md`` 3.6) and what is wrong with them."""

from sources.portals.model import TagProblem
from sources.portals.reading.dates import date_in_tag
from sources.portals.reading.words import Tag, empty_values, page_tags


def tags_of(metas: list[tuple[str, str]]) -> dict[str, str]:
    """Return the official tags by their official names; of several with one name, the first that says something."""
    known = page_tags()
    found: dict[str, str] = {}
    for name, content in metas:
        tag = known.get(name.strip().lower())
        if tag is not None and (tag.name not in found or is_empty(found[tag.name])):
            found[tag.name] = content.strip()
    return found


def is_empty(value: str) -> bool:
    """Tell whether a tag says nothing: blank, or what a template writes in place of nothing."""
    return value.strip().lower() in empty_values()


def value_of(tags: dict[str, str], name: str) -> str | None:
    """Return what a tag says, None where it is missing or empty."""
    value = tags.get(name)
    return None if value is None or is_empty(value) else value


def problems_of(tags: dict[str, str], page_type: str) -> list[TagProblem]:
    """Return what is wrong with the tags that a page of this type must have."""
    found = []
    for tag in page_tags().values():
        if page_type in tag.required_on:
            problem = _problem(tag, tags)
            if problem:
                found.append(TagProblem(tag.name, problem, tags.get(tag.name, "")))
    return found


def _problem(tag: Tag, tags: dict[str, str]) -> str | None:
    value = tags.get(tag.name)
    if value is None:
        return "missing"
    if is_empty(value):
        return "empty"
    if tag.pattern is not None and tag.pattern.fullmatch(value) is None:
        return "malformed"
    if tag.is_date and date_in_tag(value) is None:
        return "malformed"
    return "malformed" if tag.differs_from and value == tags.get(tag.differs_from) else None
