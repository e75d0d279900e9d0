"""`regulars.toml`: one section per part, each a frozen dataclass that stands beside what it sets."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

import msgspec

from data.errors import InputError, nearest

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
        _refuse_unknown(name, given, shape)
        try:
            return msgspec.convert(given, shape)
        except msgspec.ValidationError as error:
            raise _mistyped(name, error) from None


def read_settings(path: Path | None) -> Settings:
    """The settings at `path`; without a path, all defaults. Raises InputError when the file cannot be read."""
    if path is None:
        return Settings()
    try:
        return Settings(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise InputError("settings", f"no file {path}") from None
    except OSError as error:
        raise InputError("settings", f"{path} cannot be read: {error.strerror}; it should be a text file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"not valid TOML: {error}") from None


def _refuse_unknown(name: str, given: Any, shape: Any) -> None:
    """`given` may hold further sections, which are checked likewise: msgspec would pass over what a dataclass lacks."""
    inner = get_args(shape)
    if is_dataclass(shape) and isinstance(given, dict):
        hints = get_type_hints(shape)
        for key, value in cast("dict[str, Any]", given).items():
            if key not in hints:
                raise InputError(f"{SETTINGS_FILE} [{name}]", unknown_name("setting", key, hints))
            _refuse_unknown(f"{name}.{key}", value, hints[key])
    elif get_origin(shape) is dict and isinstance(given, dict):
        for key, value in cast("dict[str, Any]", given).items():
            _refuse_unknown(f"{name}.{key}", value, inner[1])
    elif get_origin(shape) in (list, tuple) and isinstance(given, list):
        for value in cast("list[Any]", given):
            _refuse_unknown(name, value, inner[0])


def unknown_name(what: str, name: str, known: Iterable[str]) -> str:
    """What to say of a name that does not exist: the nearest that does, then all of them."""
    names = sorted(known)
    return f"unknown {what} '{name}', the nearest is '{nearest(name, names)}'; known: {', '.join(names)}"


def _mistyped(name: str, error: msgspec.ValidationError) -> InputError:
    """msgspec's words; the path that it gives (`... - at `$.half_life``) becomes part of the field."""
    detail, _, path = str(error).partition(" - at `$")
    return InputError(f"{SETTINGS_FILE} [{name}]{path.rstrip('`').replace('.', ' ', 1)}", detail)
