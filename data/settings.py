"""`regulars.toml`: one section per part, each a frozen dataclass that stands beside what it sets."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from data.errors import InputError

SETTINGS_FILE = "regulars.toml"
Section = TypeVar("Section")


@dataclass(frozen=True)
class Settings:
    """The parsed file; a section that is not in it has its dataclass's defaults."""

    sections: dict[str, Any] = field(default_factory=dict[str, Any])

    def section(self, name: str, shape: type[Section]) -> Section:
        """The section `name` (`a.b` is inside `a`) as `shape`. Raises InputError naming what is unknown or mistyped."""
        given: Any = self.sections
        for part in name.split("."):
            given = cast("dict[str, Any]", given).get(part, {}) if isinstance(given, dict) else {}
        if isinstance(given, dict):
            _refuse_unknown(name, cast("dict[str, Any]", given), shape)
        try:
            return msgspec.convert(given, shape)
        except msgspec.ValidationError as error:
            raise InputError(f"{SETTINGS_FILE} [{name}]", str(error)) from None


def read_settings(path: Path | None) -> Settings:
    """The settings at `path`; without a path, all defaults. Raises InputError when the file cannot be read."""
    if path is None:
        return Settings()
    try:
        return Settings(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise InputError("settings", f"no file {path}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"not valid TOML: {error}") from None


def _refuse_unknown(name: str, given: dict[str, Any], shape: type[Any]) -> None:
    known = {each.name for each in fields(shape)}
    for key in given:
        if key not in known:
            raise InputError(f"{SETTINGS_FILE} [{name}]", f"unknown setting '{key}'; known: {', '.join(sorted(known))}")
