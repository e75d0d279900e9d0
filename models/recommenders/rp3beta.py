"""What customers with the same tastes bought next: three random steps over the purchases, popular items held back."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from data.arrays import Floats, Ints
from data.facts.facts import Facts
from models.neighbours import Neighbours
from models.pairs import neighbours_of
from models.recommenders.histories import Recency, histories
from models.recommenders.protocol import Asked, Candidates, Permit
from models.recommenders.worth import Worth
from models.sparse import binary, column_sums, over, row_sums, scaled


@dataclass(frozen=True)
class Rp3betaModel:
    """The table of transitions, and how a customer's history enters it."""

    neighbours: Neighbours
    recency: Recency

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """The neighbours of the customer's history, newest most."""
        return self.neighbours.candidates(asked.history, self.recency.of(asked), permit, depth)

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(count, lift): customers who have both, and how much more than chance."""
        return self.neighbours.evidence(anchor, item)


@dataclass(frozen=True)
class Rp3beta:
    """RP3beta (Paudel, Christoffel, Newell, Bernstein 2017, eq. 5), on a matrix decayed in time.

    Cost: the sum over customers of squared history length, twice.
    """

    half_life: float = 7.0  # days until an event counts half, in the table and in the history asked about
    alpha: float = 1.0  # exponent of the transition probabilities
    beta: float = 0.0  # how strongly popular items are held back
    worth: Worth = field(default_factory=Worth)  # what each kind of event counts
    depth: int = 200  # newest items of a customer that teach

    def fit(self, facts: Facts, rng: np.random.Generator) -> Rp3betaModel:
        """An empty table where nothing was bought or looked at by a known customer."""
        taste = histories(facts, self.worth, self.half_life, self.depth)
        sold, held = column_sums(taste), row_sums(taste)
        everyone, everything = np.ones_like(held), np.ones_like(sold)
        to_items = scaled(taste, over(held), everything)
        to_customers = scaled(taste, everyone, over(sold)).T.tocsr()
        to_items.data **= self.alpha
        to_customers.data **= self.alpha
        table = neighbours_of(to_customers, scaled(to_items, everyone, over(sold, self.beta)), binary(taste))
        return Rp3betaModel(table, Recency(self.half_life, self.worth))
