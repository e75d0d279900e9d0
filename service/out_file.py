"""A file that somebody asked for with --out: it appears whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import InputError


def refuse_ending(out: Path, endings: Iterable[str]) -> None:
    """Raises InputError for another ending than these, and for a folder that there is not."""
    known = tuple(endings)
    if out.suffix not in known:
        raise InputError("--out", f"'{out.name}' must end in one of {', '.join(known)}")
    if not out.parent.is_dir():
        raise InputError("--out", f"there is no folder {out.parent}")


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """Where to write; it becomes `out` when the block ends well, and goes when it does not."""
    partial = out.with_name(f".{out.name}.partial")
    try:
        yield partial
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
