"""Text files: opened whatever their compression, and turned into UTF-8 when they are something else."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import Any, cast

import pyarrow as pa  # pyright: ignore[reportMissingTypeStubs]

from data.errors import InputError

CHUNK = 1 << 20  # characters


def open_text(path: Path, encoding: str) -> io.TextIOWrapper:
    """The file as text, decompressed by its ending (gz, zst), line ends kept."""
    stream = cast("io.BytesIO", cast("Any", pa).input_stream(str(path), compression="detect"))
    return io.TextIOWrapper(stream, encoding=encoding, newline="")


def as_utf8(path: Path, encoding: str, work: Path) -> Path:
    """The file itself when it is UTF-8, else a copy in UTF-8. Raises InputError for a wrong or unknown encoding."""
    name = known_encoding(path, encoding)
    if name in ("utf-8", "ascii"):
        return path
    copy = work / f"utf8-{path.name.removesuffix('.gz').removesuffix('.zst')}"
    try:
        with open_text(path, name) as source, copy.open("w", encoding="utf-8", newline="") as target:
            while chunk := source.read(CHUNK):
                target.write(chunk)
    except UnicodeError as error:
        raise wrong_encoding(path, name, str(error)) from None
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
