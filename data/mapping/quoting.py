"""Names and texts made safe inside SQL."""

from __future__ import annotations


def quoted(name: str) -> str:
    """A column or table name."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text."""
    return "'" + text.replace("'", "''") + "'"
