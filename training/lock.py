"""One night, and one check, at a time per var folder. The kernel frees the lock of a killed one: none is ever stale."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import InputError


@contextmanager
def the_only_night(var: Path) -> Iterator[None]:
    """Holds the lock of the folder. Raises InputError where another night holds it."""
    with _alone(var, "night"):
        yield


@contextmanager
def the_only_check(var: Path) -> Iterator[None]:
    """The same for checks, which write beside a night without disturbing it."""
    with _alone(var, "check"):
        yield


@contextmanager
def _alone(var: Path, what: str) -> Iterator[None]:
    var.mkdir(parents=True, exist_ok=True)
    with (var / f"{what}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            detail = f"another {what} is running in {var}; wait for it to end, or give this one a folder of its own"
            raise InputError("--var", detail) from None
        yield
