"""Where intermediate and final tables of the reading live: Parquet files in the work folder, behind views."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import duckdb
from msgspec import Meta

from data.errors import InputError
from data.mapping.quoting import literal, quoted
from data.settings import SETTINGS_FILE, Settings

_SIZE: Final = re.compile(r"[0-9]+([.][0-9]+)? ?([KMGT]i?B|%)", re.IGNORECASE)


@dataclass(frozen=True)
class ReadingSettings:
    """`[reading]`: what DuckDB may use while it reads. Raises InputError for a memory that is no size."""

    memory: str = "2GB"  # beyond it DuckDB writes to the work folder
    threads: Annotated[int, Meta(ge=1)] = 2  # more are faster and take more memory

    def __post_init__(self) -> None:
        if not _SIZE.fullmatch(self.memory):
            detail = f"'{self.memory}' is no amount of memory; say 2GB, 512MiB or 50%"
            raise InputError(f"{SETTINGS_FILE} [reading] memory", detail)


def prepare(con: duckdb.DuckDBPyConnection, settings: Settings, work: Path) -> None:
    """Bounds memory, fixes what a result could depend on, and makes room for raw and staged tables."""
    own = settings.section("reading", ReadingSettings)
    work.mkdir(parents=True, exist_ok=True)
    con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false; SET autoinstall_known_extensions = false")
    try:
        con.execute(f"SET memory_limit = {literal(own.memory)}; SET threads = {own.threads}")
    except duckdb.Error as error:
        raise InputError(f"{SETTINGS_FILE} [reading]", str(error).splitlines()[0]) from None
    con.execute(f"SET temp_directory = {literal(str(work / 'spill'))}")
    con.execute("CREATE SCHEMA IF NOT EXISTS raw; CREATE SCHEMA IF NOT EXISTS staged")


def too_little_memory(error: duckdb.OutOfMemoryException) -> InputError:
    """The error as the person outside can act on it."""
    first = str(error).splitlines()[0]
    return InputError(f"{SETTINGS_FILE} [reading] memory", f"is too little for this shop ({first}); allow more")


def keep(con: duckdb.DuckDBPyConnection, work: Path, name: str, select: str) -> None:
    """Writes a SELECT to `<name>.parquet` and puts the view `name` over it; out of core."""
    path = literal(str(work / f"{name.replace('.', '-')}.parquet"))
    con.execute(f"COPY ({select}) TO {path} (FORMAT parquet)")
    view = ".".join(quoted(part) for part in name.split("."))
    con.execute(f"CREATE OR REPLACE VIEW {view} AS SELECT * FROM read_parquet({path})")


def count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows a table or view has."""
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
