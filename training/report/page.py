"""The page."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def write_report(record: dict[str, Any], folder: Path) -> Path:
    """As `<run>.html` in the folder; the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{record['run']}.html"
    file.write_text(str(record))
    return file
