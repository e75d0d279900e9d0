"""A ready mapping for an export that people really have."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.mapping.table import TableMapping


@dataclass(frozen=True)
class Preset:
    """Mappings per table; where renaming is not enough, a SELECT over `raw.<name>` that yields the table to be mapped."""

    title: str
    tables: dict[str, TableMapping] = field(default_factory=dict)
    selects: dict[str, str] = field(default_factory=dict)  # table -> SELECT
    files: dict[str, str] = field(default_factory=dict)  # further raw table -> file pattern
