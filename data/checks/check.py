"""A check, what it found, and all findings of one reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

Level = Literal["fatal", "warning", "note"]
LEVELS: Final[tuple[Level, ...]] = ("fatal", "warning", "note")
EXAMPLES: Final = 10


@dataclass(frozen=True)
class Check:
    """A question to the data. `sql` selects (example VARCHAR, rows BIGINT), none when all is well."""

    name: str
    level: Level
    says: str  # one sentence after the count of rows
    costs: str  # what it costs, or what would be gained
    sql: str


@dataclass(frozen=True)
class Finding:
    """What one check found: how many rows, and up to ten examples, those with most rows first."""

    check: str
    level: Level
    count: int
    says: str
    costs: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Findings:
    """All findings of one reading, fatal ones first, and the file that holds every row set aside."""

    rows: tuple[Finding, ...]
    set_aside: Path
    set_aside_rows: int

    @property
    def fatal(self) -> tuple[Finding, ...]:
        """Those with which there is no going on."""
        return tuple(row for row in self.rows if row.level == "fatal")

    def lines(self) -> Iterator[str]:
        """The findings as plain text, for a terminal or a log."""
        for row in self.rows:
            yield f"{row.level:<8}{row.count:>12,}  {row.says}"
            yield f"{'':<22}{row.costs}"
            if row.examples:
                yield f"{'':<22}such as {'; '.join(row.examples)}"
        yield f"{self.set_aside_rows:,} rows set aside, with reasons: {self.set_aside}"
