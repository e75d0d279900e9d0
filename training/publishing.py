"""From a bundle in memory to the live one on disk, all or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.bundle.bundle import Bundle
from models.bundle.files import open_bundle, verify_bundle, write_bundle
from models.bundle.shelf import Shelf
from models.decision.decide import decide
from models.decision.placements import PLACEMENTS
from models.decision.query import Query, Whom
from training.rehearsal.checking import check_lists
from training.rehearsal.replaying import shown_to

TASTED = 500
"""Customers for whom a staged bundle must decide before it goes live."""


@dataclass(frozen=True)
class Staged:
    """A whole bundle on disk that is not live yet, and the name it will have."""

    folder: Path
    name: str


def stage(bundle: Bundle, notes: dict[str, Any], shelf: Shelf, run: str) -> Staged:
    """Write the bundle beside the live one, read it back, compare hashes, let it decide.

    Raises OSError when the disk is full; whatever goes wrong, nothing of it stays behind.
    """
    folder = shelf.stage(run)
    with _or_nothing(folder):
        name = write_bundle(bundle, folder, notes)
        verify_bundle(folder)
        taste(open_bundle(folder))
        return Staged(folder, name)


def publish(staged: Staged, shelf: Shelf, keep: int) -> Path:
    """Make it live and remove all but the `keep` newest bundles; the folder it now has."""
    with _or_nothing(staged.folder):
        folder = shelf.publish(staged.folder, staged.name)
    with suppress(OSError):  # the bundle is live by now; what is left is removed by the next night
        shelf.prune(keep)
    return folder


def taste(bundle: Bundle) -> None:
    """A decision for a few customers and for a stranger, at every placement. Raises whatever a broken bundle raises."""
    known = np.arange(min(TASTED, bundle.customers.count), dtype=np.int32)
    check_lists(bundle, known, shown_to(bundle, known).item)
    for placement in PLACEMENTS:
        decide(bundle, Query(placement=placement.name), Whom.of(np.append(known, -1).astype(np.int32)))


@contextmanager
def _or_nothing(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
