"""A folder that appears whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import InputError


@contextmanager
def made_beside(out: Path, mark: str) -> Iterator[Path]:
    """An empty folder beside `out` that takes its place when all went well, and is removed when not.

    mark: a file by which a folder of the same kind is known; only such a one, or an empty one, is replaced. Raises
    InputError where something else is there, or nothing can be made there.
    """
    if out.exists() and not (out.is_dir() and ((out / mark).is_file() or not any(out.iterdir()))):
        raise InputError("--out", f"{out} is there and holds something else; name a folder that is not there yet")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise InputError("--out", f"no folder can be made beside {out}: {error}") from None
    try:
        yield beside
        (beside / mark).stat()
        _swap(beside, out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _swap(beside: Path, out: Path) -> None:
    """mkdtemp's folder is its maker's alone; what is to be read by others is like any other folder."""
    beside.chmod(0o755)
    if out.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        out.replace(old)
        beside.replace(out)
        shutil.rmtree(old)
    else:
        beside.replace(out)
