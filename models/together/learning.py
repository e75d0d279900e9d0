"""A table's weights learned anew: what its like foretold some weeks ago, held against what was then bought."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from data.arrays import Floats, Longs
from data.columns import PURCHASE
from data.facts.facts import Facts
from models.baskets import orders
from models.neighbours import Neighbours
from models.sparse import Csr
from models.together.odds import Odds, gained, learned, with_trees
from models.together.outcomes import Outcome, outcomes
from models.together.signals import Signals, earlier

HORIZON = 28.0
"""Days after a moment in which it shows what came of it."""
SOME_PAST = 28.0
"""Days that must lie before a moment."""
ASKED = 3000
"""Items asked about in a lesson at most."""
LEAST_LESSONS = 2
"""Lessons that it takes: what the older ones teach must prove itself in the newest."""
CHUNK = 500_000
"""Pairs rated at a time."""
ENOUGH = 2000.0
"""Gains in the lessons from which trees are grown."""
AT_ONCE = 2
"""Lessons, and odds, worked at together; each on one thread."""

MakeTable = Callable[[Facts, Longs], Neighbours]
"""(facts, the items whose rows are wanted) -> the table."""


@dataclass(frozen=True)
class Lesson:
    """row int64 [pairs]: the item asked about; signals float32 [pairs, signals]; what came of each pair, whatever was
    bought and only what was new."""

    row: Longs
    signals: Floats
    outcomes: tuple[Outcome, Outcome]

    @property
    def gains(self) -> float:
        return float(self.outcomes[0].gain @ self.outcomes[0].weight)


def relearned(
    facts: Facts, table: Neighbours, make: MakeTable, texts: Csr, lessons: int, rng: np.random.Generator
) -> tuple[Floats | None, Floats | None]:
    """(weight for whoever asks, weight for who is shown only what is new to them) float32 [pairs] of the table.

    None where the past is too short, or where in the last weeks what was learned before them was no better than the
    table. Cost: that of two tables of at most ASKED rows, and of learning from their pairs, on two threads.
    """
    ago = [HORIZON * (number + 1) for number in range(lessons) if _past(facts, HORIZON * (number + 1))]
    asked = [_asked(facts, days, rng) for days in ago]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        taught = list(threads.map(partial(_lesson, facts, make, texts), ago, asked))
        taught = [lesson for lesson in taught if lesson.gains > 0]
        if len(taught) < LEAST_LESSONS:
            return None, None
        signals, seed = Signals.of(facts, table, texts), int(rng.integers(2**31))
        whoever, new = threads.map(partial(_weights, taught, signals, seed), (0, 1))
    return whoever, new


def _past(facts: Facts, days: float) -> bool:
    bought = facts.lines.age[facts.lines.kind == PURCHASE]
    return bool(bought.max(initial=0) > days + SOME_PAST)


def _lesson(facts: Facts, make: MakeTable, texts: Csr, days: float, asked: Longs) -> Lesson:
    """What the table said `days` ago of the items asked, and what came of it."""
    before = earlier(facts, days)
    table = make(before, asked)
    signals = Signals.of(before, table, texts)
    found = outcomes(facts, before, table, days, HORIZON)
    return Lesson(Signals.row_of(table), signals.matrix(0, len(table.item)), found)


def _asked(facts: Facts, days: float, rng: np.random.Generator) -> Longs:
    """At most ASKED items of the orders after the moment, ascending."""
    held, age, _ = orders(facts)
    inside = np.flatnonzero((age <= days) & (age > days - HORIZON))
    items = np.flatnonzero(np.asarray(held[inside].sum(axis=0)).ravel()).astype(np.int64)
    return items if len(items) <= ASKED else np.sort(rng.choice(items, ASKED, replace=False))


def _weights(taught: list[Lesson], signals: Signals, seed: int, which: int) -> Floats | None:
    """float32 [pairs] of the signals' table; None where the table's own are as good."""
    odds = _odds(taught, which, seed)
    return None if odds is None else _rated(odds, signals)


def _odds(taught: list[Lesson], which: int, seed: int) -> Odds | None:
    """Learned from all lessons, if what the older ones teach would have been better in the newest; else None."""
    newest, older = taught[0], taught[1:]
    outcome = newest.outcomes[which]
    tried = _learned(older, which)
    if tried is None or not _better(tried, newest, outcome):
        return None
    odds = _learned(taught, which)
    if odds is None or sum(lesson.gains for lesson in taught) < ENOUGH:
        return odds
    return with_trees(odds, *_joined(taught, which), seed)


def _better(odds: Odds, lesson: Lesson, outcome: Outcome) -> bool:
    own, ours = lesson.signals[:, 0], odds.of(lesson.signals)
    theirs = gained(lesson.row, own, outcome.gain, outcome.weight)
    return gained(lesson.row, ours, outcome.gain, outcome.weight) > theirs


def _learned(taught: list[Lesson], which: int) -> Odds | None:
    signals, gain, weight = _joined(taught, which)
    return learned(signals, gain, weight) if gain @ weight > 0 else None


def _joined(taught: list[Lesson], which: int) -> tuple[Floats, np.ndarray, np.ndarray]:
    """All pairs that were looked at: signals, gain, weight."""
    parts = [(each.signals, each.outcomes[which]) for each in taught]
    seen = [outcome.weight > 0 for _, outcome in parts]
    return (
        np.concatenate([signals[kept] for (signals, _), kept in zip(parts, seen, strict=True)]),
        np.concatenate([outcome.gain[kept] for (_, outcome), kept in zip(parts, seen, strict=True)]),
        np.concatenate([outcome.weight[kept] for (_, outcome), kept in zip(parts, seen, strict=True)]),
    )


def _rated(odds: Odds, signals: Signals) -> Floats:
    """float32 [pairs], some at a time."""
    pairs = len(signals.table.item)
    parts = [odds.of(signals.matrix(at, min(at + CHUNK, pairs))) for at in range(0, pairs, CHUNK)]
    return np.concatenate([np.empty(0, dtype=np.float32), *parts])
