"""Which of a shop's columns is meant by a name."""

from __future__ import annotations

import re


def found_column(name: str, columns: dict[str, str]) -> str | None:
    """The column called `name`, else the only one that differs just in case, spaces and signs; else None."""
    if name in columns:
        return name
    near = [column for column in columns if _letters(column) == _letters(name)]
    return near[0] if len(near) == 1 else None


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())
