"""What is visited together: events of one session, or of one day, weighed by what was done with either item."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data.arrays import Floats, Ints, Longs, Ragged
from data.columns import CART, FAVOURITE, PURCHASE, VIEW
from data.facts.facts import Facts
from models.baskets import visited, visits
from models.candidates import Asked, Candidates, Permit
from models.neighbours import Neighbours
from models.pairs import neighbours_of
from models.recommenders.histories import Recency
from models.recommenders.ranges import Days, NotNegative
from models.recommenders.worth import Worth
from models.sparse import Csr, binary, column_sums, over, row_sums, scaled, stacked

STEPS = ((VIEW,), (CART, FAVOURITE), (PURCHASE,))
"""The kinds of event, from a look to a purchase."""
PULL = ((1.0, 2.0, 4.0), (1.0, 3.0, 6.0), (0.5, 2.0, 4.0))
"""What a pair of events counts: row = step of the item asked about, column = step of the other."""
LEAST = 1e-9
"""Weight added to an item whose visits are too old to count."""


@dataclass(frozen=True)
class CovisitationModel:
    """The table, and how a history enters it where nothing else is asked about."""

    neighbours: Neighbours
    recency: Recency

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """What was visited with the context; with the history in rows that have no context."""
        source, weight = _source(asked, self.recency.of(asked))
        return self.neighbours.candidates(source, weight, permit, depth)

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(count, lift): visits in which both occur, and how much more than chance."""
        return self.neighbours.evidence(anchor, item)


@dataclass(frozen=True)
class Covisitation:
    """Co-visitation typed by event pair and decayed, as in the OTTO challenge 2022. Cost: squared visit lengths."""

    half_life: Days = 30.0  # days until a visit counts half
    recency: Days = 14.0  # the same for a history that is asked about
    size: NotNegative = 0.5  # a visit of n items counts (n - 1) ** -size
    beta: NotNegative = 0.3  # how strongly items of many visits are held back
    worth: Worth = field(default_factory=Worth)  # what each kind of event in a history counts
    counted: bool = True  # whether it is counted in how many visits a pair occurs: reasons name it, ranking does not

    def fit(self, facts: Facts, rng: np.random.Generator) -> CovisitationModel:
        """An empty table where no two items share a visit."""
        lines = facts.lines
        visit, count = visits(lines)
        steps = [visited(facts, np.isin(lines.kind, kinds), (visit, count)) for kinds in STEPS]
        seen = binary(_pulled(steps, (1.0, 1.0, 1.0)))
        lately = self._worth_of(visit, count, lines.age) * over(np.maximum(row_sums(seen) - 1, 1), self.size)
        to_visits: Csr = stacked(steps).T.tocsr()
        usual = column_sums(scaled(seen, lately, np.ones(facts.items.count))) + LEAST
        down = over(column_sums(seen), self.beta)
        to_items = stacked([scaled(_pulled(steps, pull), lately, down) for pull in PULL])
        counts = [seen] if self.counted else []
        table = neighbours_of(scaled(to_visits, over(usual), np.ones(len(STEPS) * len(lately))), to_items, counts)
        return CovisitationModel(table, Recency(self.recency, self.worth))

    def _worth_of(self, visit: Longs, count: int, age: Floats) -> NDArray[np.float64]:
        """float64 [visits]: decay by the age of the newest event."""
        known = visit >= 0
        newest = np.full(count, np.inf)
        np.minimum.at(newest, visit[known], age[known])
        return np.exp2(-newest / self.half_life)


def _pulled(steps: list[Csr], pull: tuple[float, ...]) -> Csr:
    """What the items of each visit count for an item whose step has the given row of PULL."""
    made = steps[0] * pull[0]
    for step, weight in zip(steps[1:], pull[1:], strict=True):
        made = made + step * weight
    return made.tocsr()


def _source(asked: Asked, weight: Floats) -> tuple[Ragged, Floats]:
    """The rows' contexts, each item counting the same; the history, as weighed, in rows without."""
    named, held = np.diff(asked.context.offsets), np.diff(asked.history.offsets)
    if named.all():
        return asked.context, np.ones(len(asked.context.values), dtype=np.float32)
    by_history = np.repeat(named == 0, held)
    row = np.concatenate((np.repeat(np.arange(asked.rows), named), np.repeat(np.arange(asked.rows), held)[by_history]))
    item = np.concatenate((asked.context.values, asked.history.values[by_history]))
    order = np.argsort(row, kind="stable")
    counted = np.concatenate((np.ones(len(asked.context.values), dtype=np.float32), weight[by_history]))
    return Ragged.of(row, item, asked.rows), counted[order]
