"""What a mapping may say of one table; a section of `regulars.toml` such as `[mapping.events]`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal


@dataclass(frozen=True)
class DropRule:
    """A row is dropped when the shop's `column` equals one of `values` or matches `pattern` (a regular expression)."""

    column: str  # the shop's column that decides
    values: list[str] = field(default_factory=list[str])  # a row with one of them is dropped
    pattern: str = ""  # regular expression; a row that it matches is dropped


@dataclass(frozen=True)
class TableMapping:
    """How one of events, items, customers is found and read; whatever is left empty is as the contract has it."""

    files: str = ""  # pattern inside the source folder; empty: the table's own name
    table: str = ""  # table of a database source; empty: the table's own name
    query: str = ""  # SELECT sent to a database source instead of a table
    columns: dict[str, str] = field(default_factory=dict[str, str])  # our column = the shop's column
    values: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])  # column = { theirs = ours }
    constants: dict[str, str] = field(default_factory=dict[str, str])  # our column = the same value in every row
    timestamp_format: str = ""  # strptime format, or epoch_s, epoch_ms, epoch_us; empty: ISO 8601 or an epoch
    time_zone: str = ""  # zone of timestamps that name none; empty: UTC
    decimal: Literal[".", ","] = "."  # decimal sign of numbers written as text
    delimiter: str = ""  # of CSV; empty: found in the header line
    encoding: str = "utf-8"  # of text files, any name that Python knows
    path_separator: str = ">"  # between the steps of a category path
    absent: list[str] = field(default_factory=list[str])  # texts that mean "no value", beside blank
    drop: dict[str, DropRule] = field(default_factory=dict[str, DropRule])  # rows set aside under the rule's name


def merged(preset: TableMapping, given: TableMapping) -> TableMapping:
    """The preset with everything that the shop's own mapping says laid over it, key by key."""
    plain = TableMapping()
    changes: dict[str, Any] = {}
    for each in fields(TableMapping):
        theirs, ours = getattr(given, each.name), getattr(preset, each.name)
        if isinstance(theirs, dict):
            changes[each.name] = {**ours, **theirs}
        elif theirs != getattr(plain, each.name):
            changes[each.name] = theirs
    return replace(preset, **changes)
