"""How pages are rendered: escaped, complaining of what is missing, with figures written in one way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent
UNKNOWN = "\N{EN DASH}"


def pages(*folders: Path) -> Environment:
    """The templates of these folders, with the filters that all of them use."""
    inside = Environment(loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    inside.filters |= {"figure": figure, "share": share, "change": change, "sure": sure, "count": count}
    return inside


def figure(value: float | None) -> str:
    """Four digits, or a dash for what cannot be said."""
    return UNKNOWN if value is None else f"{value:.4f}"


def share(value: float | None) -> str:
    """A share in percent."""
    return UNKNOWN if value is None else f"{100 * value:.1f} %"


def change(value: float | None) -> str:
    """A difference with its sign."""
    return UNKNOWN if value is None else f"{value:+.4f}"


def sure(interval: dict[str, Any], sign: str = "") -> str:
    """An interval: from .. to."""
    return UNKNOWN if interval["low"] is None else f"{interval['low']:{sign}.4f} .. {interval['high']:{sign}.4f}"


def count(value: int) -> str:
    """With a comma after the thousands."""
    return f"{value:,}"
