"""The shelf of bundles: one folder each, and the file CURRENT that names the live one and those before it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from itertools import count
from pathlib import Path

CURRENT = "CURRENT"
STAGING = ".staging-"


class NothingBefore(Exception):
    """There is no earlier bundle to go back to."""


@dataclass(frozen=True)
class Shelf:
    """Lines of CURRENT: the live bundle first, then the earlier ones, newest first. The file is replaced whole."""

    var: Path

    @property
    def root(self) -> Path:
        return self.var / "bundles"

    def names(self) -> list[str]:
        """Published bundles, the live one first."""
        try:
            return (self.root / CURRENT).read_text(encoding="utf-8").split()
        except FileNotFoundError:
            return []

    def folders(self) -> list[Path]:
        """The folders of `names` that are still there."""
        return [self.root / name for name in self.names() if (self.root / name).is_dir()]

    def current(self) -> Path | None:
        """The live bundle's folder."""
        names = self.names()
        return self.root / names[0] if names else None

    def stage(self, run: str) -> Path:
        """An empty folder to build in; what an earlier, killed night left there goes."""
        for left in self.root.glob(f"{STAGING}*"):
            shutil.rmtree(left)
        folder = self.root / f"{STAGING}{run}"
        folder.mkdir(parents=True)
        return folder

    def publish(self, staged: Path, name: str) -> Path:
        """Make the staged folder live, all or nothing; the same content published again stands beside as `name.2`."""
        taken = (f"{name}.{i}" for i in count(2))
        folder = self.root / name
        while folder.exists():
            folder = self.root / next(taken)
        staged.rename(folder)
        sync(self.root)
        try:
            self._point([folder.name, *self.names()])
        except OSError:
            if folder.name not in self.names():  # a full disk is not helped by a bundle that nobody names
                shutil.rmtree(folder, ignore_errors=True)
            raise
        return folder

    def rollback(self) -> Path:
        """Make the bundle before the live one live. Raises NothingBefore."""
        kept = [n for n in self.names() if (self.root / n).is_dir()]
        if len(kept) < 2:
            raise NothingBefore
        self._point(kept[1:])
        return self.root / kept[1]

    def prune(self, keep: int) -> None:
        """Remove all but the `keep` newest published bundles; the live one stays."""
        names = self.names()[: max(keep, 1)]
        if not names:
            return
        self._point(names)
        for folder in self.root.iterdir():
            if folder.is_dir() and folder.name not in names and not folder.name.startswith(STAGING):
                shutil.rmtree(folder)

    def _point(self, names: list[str]) -> None:
        beside = self.root / f"{CURRENT}.new"
        with beside.open("w", encoding="utf-8") as file:
            file.write("\n".join(names) + "\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.root / CURRENT)
        sync(self.root)


def sync(folder: Path) -> None:
    """Have the folder's entries on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
