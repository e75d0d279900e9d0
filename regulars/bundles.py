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
        print(f"{'*' if place == 0 else ' '} {folder.name}  {_megabytes(folder):,.1f} MB")
    if not folders:
        print(f"nothing is published in {given.var} yet; `regulars train --source S` does")
    return 0


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.iterdir()) / 1e6
