"""Reads tables of the settings file into dataclasses; what is missing, unknown or of the wrong kind is told in words."""

import dataclasses
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from sources.errors import SourceError

T = TypeVar("T")
_KINDS: dict[type, str] = {str: "带引号的文字", int: "整数", float: "数", bool: "true 或 false"}


def read_file(path: Path, cls: type[T]) -> T:
    """Return the settings file as a dataclass whose fields are its tables and keys.

    Raises:
        SourceError: The file cannot be read, or a key in it cannot be meant.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        remedy = "请检查环境变量 ZWGK_CONFIG"
        raise SourceError(str(path), f"打不开（{error.strerror or error}）", remedy=remedy) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(path.name, f"不是有效的 TOML（{error}）", "UTF-8 编码的 TOML") from None
    return _read(cls, values, path.name, "")


def _read(cls: type[T], values: Mapping[str, Any], file: str, table: str) -> T:
    fields = {field.name: field.type for field in dataclasses.fields(cls)}  # type: ignore[arg-type]
    where = f"{file} [{table}]" if table else file
    for name in values:
        if name not in fields:
            raise SourceError(f"{where} {name}", "没有这一项", f"{'、'.join(fields)} 之一")
    for name in fields:
        if name not in values:
            raise SourceError(f"{where} {name}", "缺少这一项", remedy="请照随附的 zwgk.toml 补上")
    return cls(**{name: _value(kind, values[name], file, table, name) for name, kind in fields.items()})


def _value(kind: Any, value: Any, file: str, table: str, name: str) -> Any:
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        inner = f"{table}.{name}" if table else name
        if not isinstance(value, dict):
            raise SourceError(f"{file} {inner}", "应是一节，而不是一个值", f"[{inner}]")
        return _read(kind, value, file, inner)
    # A whole number is a number too; but true is none, though Python thinks so.
    is_right = type(value) is kind or (kind is float and type(value) is int)
    if not is_right:
        raise SourceError(f"{file} [{table}] {name}", f"“{value}”", _KINDS[kind])
    return value
