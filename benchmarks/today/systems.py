"""The lists of each system for the same questions."""

from __future__ import annotations

import numpy as np

from benchmarks.today.nights import Past
from benchmarks.today.questions import Questions
from data.arrays import ABSENT, Ints
from models.candidates import Asked, Candidates
from models.decision.decide import decide
from models.decision.placements import PLACEMENT_OF
from models.decision.query import Query, Whom
from models.decision.sources import Batch
from training.rehearsal.checking import check_lists

TOP = 10
QUERY = Query(n=TOP)
SERVED, LAST_NIGHT = "served", "last night"


def lists_of(past: Past, asked: Questions) -> dict[str, Ints]:
    """int32 [rows, TOP] by system, the served one first. Raises BrokenListError for a list of ours."""
    whom = Whom.of(asked.customer, since=asked.since)
    batch = Batch(past.bundle, QUERY, PLACEMENT_OF[QUERY.placement], whom)
    served = decide(past.bundle, QUERY, whom).item
    before = decide(past.bundle, QUERY, Whom.of(asked.customer)).item
    check_lists(past.bundle, asked.customer, before)
    personal = past.bundle.policy.personal
    return {
        SERVED: served,
        LAST_NIGHT: before,
        "folded in": _named(batch, personal, batch.alone),
        "item to item": _named(batch, "covisitation", batch.today),
        "looked at": _named(batch, "looked_at", batch.today),
    }


def _named(batch: Batch, name: str, asked: Asked) -> Ints:
    """What one recommender names, no more."""
    found = batch.bundle.models[name].candidates(asked, batch.permit, TOP)
    shown = np.full((batch.whom.rows, TOP), ABSENT, dtype=np.int32)
    shown[found.row, _places(found)] = found.item
    return shown


def _places(found: Candidates) -> np.ndarray:
    return np.arange(len(found.row)) - np.searchsorted(found.row, found.row)
