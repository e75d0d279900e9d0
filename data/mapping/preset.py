"""A ready mapping for an export that people really have."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.mapping.table import TableMapping


@dataclass(frozen=True)
class Preset:
    """Mappings per table; where renaming is not enough, SELECTs over `raw.<name>` that yield the table to be mapped."""

    title: str
    tables: dict[str, TableMapping] = field(default_factory=dict[str, TableMapping])
    selects: dict[str, str] = field(default_factory=dict[str, str])  # table -> SELECT, used when all it reads is there
    files: dict[str, str] = field(default_factory=dict[str, str])  # further raw table -> file pattern
