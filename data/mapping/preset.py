"""A ready mapping for an export that people really have."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.mapping.table import TableMapping


@dataclass(frozen=True)
class Preset:
    """Mappings per table; where renaming is not enough, SELECTs over `export.<name>` that yield the table to be mapped.

    `export.<name>` is a raw table with the columns that `reads` lists, spelt so, NULL where the export lacks one, and
    then all of its others.
    """

    title: str
    tables: dict[str, TableMapping] = field(default_factory=dict[str, TableMapping])
    selects: dict[str, str] = field(default_factory=dict[str, str])  # table -> SELECT, used when all it reads is there
    reads: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])  # export table -> columns
    files: dict[str, str] = field(default_factory=dict[str, str])  # further export table -> file pattern
