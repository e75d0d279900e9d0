"""The run record: what a night did, as JSON in var/runs, and everything its report shows."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from models.bundle.shelf import sync


@dataclass
class Record:
    """Filled while the night goes on; whatever is not known yet is None."""

    run: str
    started: str
    source: str
    outcome: str = "failed"  # failed, worse or published
    error: str | None = None
    as_of: str | None = None
    bundle: str | None = None
    live: str | None = None  # the bundle that was live before
    settings: str | None = None  # digest of the recipe
    recipe: dict[str, Any] | None = None
    describing: str | None = None  # digest of the settings of the customer table
    commit: str | None = None
    seed: int = 0
    versions: dict[str, str] = field(default_factory=dict[str, str])
    rows: dict[str, int] = field(default_factory=dict[str, int])
    store: dict[str, Any] | None = None  # how far the event store was read, and how many rows that were
    led_to: list[dict[str, Any]] | None = None  # what came of the lists that were shown, by placement
    expired: dict[str, int] | None = None  # how many old files and decisions went
    steps: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    findings: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    set_aside: dict[str, Any] | None = None  # how many rows, and the file that holds them with their reasons
    tried: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    features: dict[str, float] = field(default_factory=dict[str, float])  # of the ranker: share of the gain
    reliability: dict[str, Any] | None = None  # of the chances, on the held-out window
    window: dict[str, Any] | None = None  # days of data, and where they end
    metrics: dict[str, float | None] | None = None  # tonight's, over all customers
    rehearsal: dict[str, Any] | None = None
    verdict: dict[str, Any] | None = None
    overlap: dict[str, Any] | None = None
    customers: dict[str, Any] | None = None  # sizes of segments, how many come back and when, moves since last night
    remarks: list[str] = field(default_factory=list[str])

    def write(self, file: Path) -> None:
        """As JSON, whole or not at all."""
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".new")
        beside.write_text(json.dumps(plain(self), indent=1, allow_nan=False) + "\n", encoding="utf-8")
        beside.replace(file)
        sync(file.parent)


def plain(part: Any) -> Any:
    """Dicts, lists, texts and finite numbers only: what cannot be said (NaN) is null."""
    return _finite(msgspec.to_builtins(part))


def _finite(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _finite(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_finite(value) for value in part]
    return None if isinstance(part, float) and not math.isfinite(part) else part
