"""The night's word on rhythm: what is told of customers, and what is noted of how it was chosen."""

from __future__ import annotations

from typing import Any

from data.facts.facts import CustomerFacts
from models.rhythm.settings import RhythmSettings
from models.rhythm.telling import Telling, rhythm_of
from training.record import plain


def told(known: CustomerFacts, settings: RhythmSettings, seed: int) -> tuple[Telling, dict[str, Any]]:
    """(what is told, notes for the record): `chosen`, what was tried on the newest weeks; `second`, what is drawn.

    The past moments that teach, and the window that chooses, are cut from the facts themselves: an order counts in the
    past once it was placed, and what was cancelled since is left out. So no facts are computed again; against truth as
    it stood at the time nothing of this is measured (that is what `python -m benchmarks.customers` is for).
    """
    said, found = rhythm_of(known, settings, seed)
    rhythm, second = said.rhythm, said.rhythm.second
    notes = {
        "method": rhythm.evidence.method,
        "chosen": plain(found),
        "second": {"buyers": second.buyers, "back": second.back, "share": second.share},
        "second_days": second.days,
        "due": len(rhythm.due.due_in),
    }
    return said, plain(notes)
