"""Small shops' exports on disk, and what the reader makes of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from data.checks.check import Finding, Findings
from data.reading.origins import Origins
from data.reading.read import Reading, check_shop, read_shop
from data.settings import Settings

NOW = datetime(2024, 6, 1)  # noqa: DTZ001 - the reader's moments are naive UTC
HEAD = "customer_id,item_id,event_type,timestamp\n"


@dataclass(frozen=True)
class Shop:
    """A shop that was read: the connection with its cleaned tables, and what the reading says."""

    con: duckdb.DuckDBPyConnection
    reading: Reading

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        """What a SELECT over the cleaned tables yields."""
        return self.con.execute(select).fetchall()

    def events(self) -> list[tuple[Any, ...]]:
        """(customer_id, item_id, event type number, t as text) in the order of the source."""
        return self.rows(
            "SELECT customer_id, item_id, event.kind, t::VARCHAR FROM event "
            "LEFT JOIN customer USING (customer) LEFT JOIN item USING (item) ORDER BY seq"
        )

    def finding(self, name: str) -> Finding | None:
        """The finding of one check, None when all is well."""
        return found(self.reading.findings, name)

    def set_aside(self) -> list[tuple[Any, ...]]:
        """(origin, row, reason) of each row set aside."""
        path = self.reading.findings.set_aside
        return self.rows(f"SELECT origin, row, reason FROM read_csv('{path}') ORDER BY ALL")  # noqa: S608 - a test's path


def events_csv(*rows: str) -> str:
    """An events.csv with the columns that are needed."""
    return HEAD + "".join(f"{row}\n" for row in rows)


def found(findings: Findings, name: str) -> Finding | None:
    """The finding of one check, None when all is well."""
    return next((finding for finding in findings.rows if finding.check == name), None)


def export(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes an export into a folder."""
    for name, content in files.items():
        path = folder / "export" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder / "export"


def read(folder: Path, source: str | Path, settings: str = "") -> Shop:
    """Reads a source under the settings, given as TOML."""
    con = duckdb.connect()
    return Shop(con, read_shop(con, Origins(str(source)), _settings(settings), folder / "work", NOW, lambda _: None))


def check(folder: Path, source: str | Path, settings: str = "") -> Findings:
    """Checks a source under the settings, given as TOML."""
    with duckdb.connect() as con:
        return check_shop(con, Origins(str(source)), _settings(settings), folder / "work", NOW, lambda _: None)


def read_csv(folder: Path, events: str, settings: str = "") -> Shop:
    """Reads an export that is one events.csv."""
    return read(folder, export(folder, {"events.csv": events}), settings)


def read_preset(folder: Path, name: str, files: Mapping[str, str | bytes], more: str = "") -> Shop:
    """Reads an export by a preset, under further settings."""
    return read(folder, export(folder, files), f'[mapping]\npreset = "{name}"\n{more}')


def _settings(toml: str) -> Settings:
    return Settings(tomllib.loads(toml))
