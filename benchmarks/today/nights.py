"""The bundle that a night at a past moment would have published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from data.facts.engine import facts_at
from data.facts.facts import Facts
from models.bundle.bundle import Bundle
from training import stages
from training.night import Night
from training.split import Split


@dataclass(frozen=True)
class Past:
    """A moment: what was known of it, and the bundle made of that."""

    cut: datetime
    facts: Facts
    bundle: Bundle
    label: str


def past_at(night: Night, cut: datetime) -> Past:
    """Chosen on the weeks before the cut, fitted and listed as tonight. Cost: that of a night without its rehearsal."""
    horizon = timedelta(days=night.settings.horizon_days)
    recipe = stages.choice(night, Split(cut - horizon, cut, cut + horizon))
    facts = facts_at(night.con, cut, night.lessons.groups, past=True)
    models = stages.fit(night, facts, recipe)
    before = Split(None, cut - horizon, cut)
    return Past(cut, facts, stages.lists(night, before, facts, models, recipe), recipe.label)
