"""The live bundle, for commands that read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import Fault, InputError

if TYPE_CHECKING:
    from models.bundle.bundle import Bundle


def live_bundle(var: Path) -> Bundle:
    """The live bundle, every byte of it as it was published. Raises InputError where there is none, Fault where it is
    broken."""
    from models.bundle.digests import QUICK
    from models.bundle.files import BrokenBundle, open_bundle, verify_bundle
    from models.bundle.shelf import Shelf

    folder = Shelf(var).current()
    if folder is None:
        raise InputError("--var", f"nothing is published in {var} yet; `regulars train --source S` does")
    try:
        verify_bundle(folder, QUICK)
        return open_bundle(folder)
    except BrokenBundle as error:
        raise Fault(f"the live bundle is broken: {error}; `regulars rollback` goes back to the one before") from None
