"""The live bundle of one process: taken by reference, swapped whole when a new one is published."""

from __future__ import annotations

import time
from pathlib import Path

import structlog

from models.bundle.digests import QUICK
from models.bundle.files import BrokenBundle, open_bundle, verify_bundle
from models.bundle.shelf import Shelf
from service import measures
from service.errors import Problem
from service.served import Served
from service.watching import again_and_again

log = structlog.get_logger("service")


class Live:
    """Holds what is served. `watch` must be called in the worker: a thread does not survive a fork."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._served: Served | None = None
        self._seen: Path | None = None

    def take(self) -> Served:
        """What is served now; call once per request. Raises Problem 503 while there is nothing."""
        served = self._served
        if served is None:
            raise Problem(
                503, "no bundle is published yet; `regulars train` publishes one", headers={"Retry-After": "5"}
            )
        return served

    def look(self) -> None:
        """Serve what CURRENT names if that has changed.

        What is broken is logged once and the old bundle stays; a process that serves nothing yet takes the newest
        bundle that is whole. Raises OSError where reading failed for now; the next look tries again.
        """
        folders = [self._shelf.root / name for name in self._shelf.names()]
        if not folders or folders[0] == self._seen:
            return
        for folder in folders if self._served is None else folders[:1]:
            if self._serve(folder):
                break
        self._seen = folders[0]

    def _serve(self, folder: Path) -> bool:
        """Whether the bundle is whole, and so is served from now on."""
        started = time.perf_counter()
        try:
            verify_bundle(folder, QUICK)
            self._served = served = Served.of(open_bundle(folder))
        except BrokenBundle as error:
            measures.REFUSED.inc()
            log.warning("bundle refused", bundle=folder.name, why=str(error), serving=self.name)
            return False
        measures.loaded(served.bundle.as_of)
        log.info(
            "bundle loaded", bundle=folder.name, bytes=_size(folder), seconds=round(time.perf_counter() - started, 3)
        )
        return True

    @property
    def name(self) -> str | None:
        """The id of the bundle that is served."""
        return self._served.bundle.id if self._served else None

    def watch(self) -> None:
        """Look at once, then again and again in a thread of its own."""
        self._try()
        again_and_again(self._try, "bundle-watcher")

    def _try(self) -> None:
        try:
            self.look()
        except Exception:  # whatever it is, the old bundle goes on serving and the next look may succeed
            log.exception("looking for a bundle failed")


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())
