"""What names customers is not kept for ever: old files in the var folder, and old decisions in the event store."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.settings import Settings
from data.stores.database import Database
from data.stores.expiring import expire_decisions
from data.stores.exports import Export, forget, registered
from data.stores.settings import PrivacySettings
from data.stores.standing import standing
from training.forgetting import NAME

BY_NIGHT = (("set_aside", ".csv"), ("reports", ".html"))
"""Folder and ending of what a night leaves behind that may name customers; of its record only the examples do."""
EVALUATION, PER_CUSTOMER = "evaluation.json", ("lists.parquet", "per_customer.parquet")


@dataclass(frozen=True)
class Expired:
    """How many files and decisions went."""

    files: int
    decisions: int


def expire(settings: Settings, var: Path, now: datetime) -> Expired:
    """What is too old is gone; what cannot be removed is tried again the next night. Raises InputError as the store."""
    own = settings.section("privacy", PrivacySettings)
    before = now.astimezone(UTC) - timedelta(days=own.keep_days)
    files = sum(_removed(path) for path in _left_behind(var, before))
    for record in _of_nights(var / "runs", ".json", before):
        _without_examples(record)
    with standing(settings, var) as store:
        if store is None:
            return Expired(files, 0)
        files += _exports(store, var, before)
        return Expired(files, expire_decisions(store, _micros(now), own.keep_decisions_days))


def _left_behind(var: Path, before: datetime) -> Iterator[Path]:
    for folder, ending in BY_NIGHT:
        yield from _of_nights(var / folder, ending, before)
    evaluated = (file.with_name(name) for file in var.glob(f"*/{EVALUATION}") for name in PER_CUSTOMER)
    for file in (var / "check" / "set_aside.csv", *evaluated):
        if file.is_file() and _old(file, before):
            yield file


def _of_nights(folder: Path, ending: str, before: datetime) -> Iterator[Path]:
    """Files that bear the name of a night before the moment."""
    for file in sorted(folder.glob(f"*{ending}")):
        if NAME.fullmatch(file.stem) and file.stem < f"{before:%Y-%m-%dT%H%M%SZ}":
            yield file


def _exports(store: Database, var: Path, before: datetime) -> int:
    """How many registered files went from the var folder; what was written elsewhere stays in the register."""
    own = [export for export in registered(store, _micros(before)) if _inside(Path(export.path), var)]
    gone = [export for export in own if _expired(export, before)]
    removed = sum(_removed(Path(export.path)) for export in gone)
    forget(store, (export for export in own if not Path(export.path).exists()))
    return removed


def _inside(path: Path, var: Path) -> bool:
    root = var.resolve()
    return path.resolve().is_relative_to(root) and path.resolve() != root and not path.is_relative_to(root / "bundles")


def _expired(export: Export, before: datetime) -> bool:
    """Whether what stands there is what was written then: a file, or the folder of an evaluation."""
    path = Path(export.path)
    return (path.is_file() or (path / EVALUATION).is_file()) and _old(path, before)


def _old(path: Path, before: datetime) -> bool:
    return path.stat().st_mtime < before.timestamp()


def _removed(path: Path) -> bool:
    with suppress(OSError):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        return True
    return False


def _without_examples(record: Path) -> None:
    """The record stays, for the plots over many nights; what it cites of the shop's rows goes."""
    with suppress(OSError, ValueError):
        said = json.loads(record.read_text(encoding="utf-8"))
        cited = [each for each in said.get("findings", ()) if each.get("examples")]
        for each in cited:
            each["examples"] = []
        if cited:
            beside = record.with_suffix(".new")
            beside.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
            beside.replace(record)


def _micros(moment: datetime) -> int:
    return int(moment.timestamp() * 1e6)
