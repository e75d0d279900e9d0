"""One night at a time per var folder. The kernel frees the lock when a night is killed, so none is ever stale."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import InputError


@contextmanager
def the_only_night(var: Path) -> Iterator[None]:
    """Holds the lock of the folder. Raises InputError where another night holds it."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "night.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            detail = f"another night is running in {var}; wait for it to end, or give this one a folder of its own"
            raise InputError("--var", detail) from None
        yield
