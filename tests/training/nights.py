"""Nights as the command would run them, and what they wrote down."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.settings import Settings
from training.night import NightResult
from training.nightly import run_night
from training.progress import Silence

NOW = datetime(2024, 4, 1, 2, tzinfo=UTC)
ONE_ALTERNATIVE = {"night": {"rounds": 200, "alternatives": [{"recommender": "rp3beta"}]}}
BEST_SELLERS = {"night": {"rounds": 200}, "policy": {"personal": "popular"}}


def night(source: Path, var: Path, settings: dict[str, Any] = ONE_ALTERNATIVE, now: datetime = NOW) -> NightResult:
    """A night as the command would run it."""
    return run_night(str(source), Settings(settings), var, None, now, Silence())


def record(result: NightResult) -> dict[str, Any]:
    """What it wrote down."""
    return json.loads(result.record.read_text())
