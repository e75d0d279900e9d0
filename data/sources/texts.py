"""Text files: opened whatever their compression, and turned into UTF-8 when they are something else."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import Any, cast

import pyarrow as pa  # pyright: ignore[reportMissingTypeStubs]

from data.errors import InputError

CHUNK = 1 << 20  # characters


def open_text(path: Path, encoding: str, newline: str | None = "") -> io.TextIOWrapper:
    """The file as text, decompressed by its ending (gz, zst); line ends are kept, or all are \\n with newline None."""
    stream = cast("io.BytesIO", cast("Any", pa).input_stream(str(path), compression="detect"))
    return io.TextIOWrapper(stream, encoding=encoding, newline=newline)


def as_utf8(path: Path, encoding: str, work: Path) -> Path:
    """The file itself when it is UTF-8, else a copy in UTF-8. Raises InputError for a wrong or unknown encoding."""
    name = known_encoding(path, encoding)
    if name in ("utf-8", "ascii"):
        return path
    copy = work / f"utf8-{_plain_name(path)}"
    try:
        _copy(open_text(path, name), copy)
    except UnicodeError as error:
        raise wrong_encoding(path, name, str(error)) from None
    return copy


def begins_with_mark(path: Path) -> bool:
    """Whether the file begins with the mark that Windows programs put before UTF-8."""
    with cast("Any", pa).input_stream(str(path), compression="detect") as stream:
        return stream.read(3) == codecs.BOM_UTF8


def with_one_line_end(path: Path, work: Path) -> Path:
    """A plain copy of a UTF-8 file in which every line ends in a line feed alone."""
    copy = work / f"lines-{_plain_name(path)}"
    _copy(open_text(path, "utf-8", newline=None), copy)
    return copy


def known_encoding(path: Path, encoding: str) -> str:
    """The usual name of an encoding. Raises InputError when Python does not know it."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise InputError(path.name, f"unknown encoding '{encoding}'; there are utf-8, cp1252, utf-16 ...") from None


def wrong_encoding(path: Path, encoding: str, why: str) -> InputError:
    """What to say of a file that is not in the encoding it should be in."""
    advice = 'name its encoding in the mapping, such as encoding = "cp1252"'
    return InputError(path.name, f"is not {encoding} ({why}); {advice}")


def _copy(source: io.TextIOWrapper, copy: Path) -> None:
    with source, copy.open("w", encoding="utf-8", newline="") as target:
        while chunk := source.read(CHUNK):
            target.write(chunk)


def _plain_name(path: Path) -> str:
    return path.name.removesuffix(".gz").removesuffix(".zst")
