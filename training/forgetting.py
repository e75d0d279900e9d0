"""Old nights are forgotten, so that a var folder does not grow for ever."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from models.bundle.files import BrokenBundle, read_manifest
from models.bundle.shelf import Shelf

WRITTEN = (("runs", ".json"), ("reports", ".html"), ("set_aside", ".csv"))
"""Folder and ending of what each night leaves behind under its own name."""
NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z")


def forget_nights(var: Path, keep: int) -> None:
    """Remove what all but the `keep` newest nights wrote; the nights of bundles that are kept stay whatever their age.

    Files that no night wrote are left alone; where a bundle does not say which night made it, nothing is removed.
    """
    try:
        named = {read_manifest(folder).get("run") for folder in Shelf(var).folders()}
    except BrokenBundle:
        return
    nights = {file.stem for folder, ending in WRITTEN for file in (var / folder).glob(f"*{ending}")}
    for run in sorted(night for night in nights if NAME.fullmatch(night))[:-keep]:
        if run not in named:
            _remove(var, run)


def _remove(var: Path, run: str) -> None:
    for folder, ending in WRITTEN:
        with suppress(OSError):  # what cannot be removed tonight is tried again tomorrow
            (var / folder / f"{run}{ending}").unlink()
