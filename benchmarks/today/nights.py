"""The bundle that a night at a past moment would have published."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from data.arrays import Floats, Ints, Ragged
from data.facts.engine import facts_at
from data.facts.facts import Facts
from models.bundle.bundle import Bundle
from models.metrics.accuracy import ndcg
from models.metrics.replay import Targets, replay_of
from training import stages
from training.night import Night
from training.rehearsal.shelves import shelves_of
from training.split import Split


@dataclass(frozen=True)
class Past:
    """A moment: what was known of it, and the bundle made of that."""

    cut: datetime
    facts: Facts
    bundle: Bundle
    label: str

    def ndcg(self, shown: Ints, wanted: Ragged) -> Floats:
        """nDCG of each list over all its places, NaN where nothing is wanted."""
        rows, places = shown.shape
        nothing, able = np.zeros(shown.shape, dtype=bool), np.full(rows, places)
        targets = Targets(wanted, np.full(len(wanted.values), np.nan, dtype=np.float32))
        return ndcg(replay_of(shown, nothing, shown, able, targets, shelves_of(self.facts)), places)


def past_at(night: Night, cut: datetime) -> Past:
    """Chosen on the weeks before the cut, fitted and listed as tonight. Cost: that of a night without its rehearsal."""
    horizon = timedelta(days=night.settings.horizon_days)
    recipe = stages.choice(night, Split(cut - horizon, cut, cut + horizon))
    facts = facts_at(night.con, cut, night.lessons.groups, past=True)
    models = stages.fit(night, facts, recipe)
    before = Split(None, cut - horizon, cut)
    return Past(cut, facts, stages.lists(night, before, facts, models, recipe), recipe.label)


def parser_of(says: str, otherwise: str, days: int) -> argparse.ArgumentParser:
    """What every comparison of past nights with the days after them takes; otherwise: which shop without a source."""
    parser = argparse.ArgumentParser(description=says)
    parser.add_argument("--source", help=f"as for `regulars train` (default: {otherwise})")
    parser.add_argument("--settings", type=Path, help="as for `regulars train`")
    parser.add_argument("--cuts", type=int, default=3, help="how many nights are held against the days after them")
    parser.add_argument("--days", type=int, default=days, help="days after each cut; the cuts lie as far apart")
    return parser
