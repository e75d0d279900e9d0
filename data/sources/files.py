"""A folder, a pattern or a single file as source: CSV, JSON Lines, Parquet; plain, gz or zst."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from data.errors import InputError
from data.mapping.table import TableMapping
from data.sources.csv_files import csv_to_parquet
from data.sources.json_files import json_to_parquet
from data.sources.opening import Opening, Raw, add_parquet

Convert = Callable[[Opening, TableMapping, Path, Path], None]

FORMATS: Final[dict[str, Convert | None]] = {
    ".csv": csv_to_parquet,
    ".tsv": csv_to_parquet,
    ".txt": csv_to_parquet,
    ".jsonl": json_to_parquet,
    ".ndjson": json_to_parquet,
    ".json": json_to_parquet,
    ".parquet": None,
}
"""File ending -> what copies such a file to Parquet; Parquet is read where it stands."""

COMPRESSED: Final = (".gz", ".zst")


def open_files(opening: Opening) -> Raw:
    """Views over the files of a source. Raises InputError naming the file that is missing, empty or broken."""
    return open_located(opening, located(opening))


def open_located(opening: Opening, tables: dict[str, list[Path]]) -> Raw:
    """Views over files whose table is known already."""
    raw, wanted = Raw(), opening.mapping.wanted()
    for table, paths in tables.items():
        parquet = [_parquet(opening, wanted[table], table, number, path) for number, path in enumerate(paths)]
        add_parquet(opening, raw, table, parquet, ", ".join(path.name for path in paths[:3]))
    return raw


def located(opening: Opening) -> dict[str, list[Path]]:
    """Which files hold which table. A pattern or a single file is events."""
    path = Path(opening.address)
    if path.is_dir():
        return _in_folder(path, opening.mapping.wanted())
    matches = [path] if path.is_file() else _readable(Path(path.anchor).glob(str(path.relative_to(path.anchor))))
    if not matches:
        raise InputError("source", f"no file at {path}; give a folder with events.csv, a pattern, a file or a URL")
    return {"events": matches}


def _in_folder(folder: Path, wanted: dict[str, TableMapping]) -> dict[str, list[Path]]:
    found = {name: _files_of(folder, name, table) for name, table in wanted.items()}
    found = {name: paths for name, paths in found.items() if paths}
    lonely = _readable(folder.iterdir())
    return {"events": lonely} if not found and len(lonely) == 1 else found


def _files_of(folder: Path, name: str, table: TableMapping) -> list[Path]:
    if table.files:
        return _readable(folder.glob(table.files))
    files = _readable(folder.iterdir())
    exact = [path for path in files if path.name.lower().split(".")[0] == name]
    if len(exact) > 1:
        names = " and ".join(path.name for path in exact)
        raise InputError("source", f"{names} both hold {name}; keep one, or name the files under [mapping.{name}]")
    inside = _readable((folder / name).rglob("*"))
    return exact or inside or [path for path in files if path.name.lower().startswith((f"{name}-", f"{name}_"))]


def _readable(paths: Iterable[Path]) -> list[Path]:
    return sorted(path for path in paths if path.is_file() and _ending(path) in FORMATS)


def _ending(path: Path) -> str:
    endings = [ending.lower() for ending in path.suffixes]
    if endings and endings[-1] in COMPRESSED:
        endings.pop()
    return endings[-1] if endings else ""


def _parquet(opening: Opening, mapping: TableMapping, table: str, number: int, path: Path) -> Path:
    if _ending(path) not in FORMATS:
        raise InputError(path.name, f"cannot tell the format; the name should end in {', '.join(FORMATS)}")
    if path.stat().st_size == 0:
        raise InputError(path.name, "is empty; it should hold a header or at least one row")
    convert = FORMATS[_ending(path)]
    if convert is None:
        return path
    target = opening.work / f"raw-{table}-{number}.parquet"
    convert(opening, mapping, path, target)
    return target
