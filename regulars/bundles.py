"""`regulars bundles`: what is published."""

from __future__ import annotations

import argparse
from pathlib import Path

from regulars import flags as shared


def flags(parser: argparse.ArgumentParser) -> None:
    """Only --var."""
    shared.var(parser)


def run(given: argparse.Namespace) -> int:
    """One line per bundle, the live one first and marked."""
    from models.bundle.shelf import Shelf

    folders = Shelf(given.var).folders()
    for place, folder in enumerate(folders):
        print(f"{'*' if place == 0 else ' '} {_line(folder)}")
    if not folders:
        print(f"nothing is published in {given.var} yet; `regulars train --source S` does")
    return 0


def _line(folder: Path) -> str:
    """Name, size, the run that made it, and how it did in its rehearsal."""
    from models.bundle.files import BrokenBundle, read_manifest
    from models.metrics.table import HEADLINE

    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    try:
        notes = read_manifest(folder)
    except BrokenBundle as error:
        return f"{folder.name}  {size:,.1f} MB  broken: {error}"
    rehearsed = (notes.get("metrics") or {}).get(HEADLINE)
    said = f"{HEADLINE} {rehearsed:.4f}" if rehearsed is not None else "not rehearsed"
    return f"{folder.name}  {size:,.1f} MB  run {notes['run']}  {said}"
