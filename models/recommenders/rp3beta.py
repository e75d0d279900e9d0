"""What customers of like taste bought: three random steps over the purchases, popular items held back."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from data.facts.facts import Facts
from models.pairs import as_it_is, neighbours_of
from models.recommenders.histories import HistoryModel, Recency, histories
from models.recommenders.ranges import Count, Days, NotNegative
from models.recommenders.worth import Worth
from models.sparse import binary, column_sums, over, row_sums, scaled


@dataclass(frozen=True)
class Rp3beta:
    """RP3beta (Paudel, Christoffel, Newell, Bernstein 2017, eq. 5), on a matrix decayed in time.

    An item looked at and not bought speaks for itself too. Cost: twice the sum of squared history lengths.
    """

    half_life: Days = 7.0  # days until an event counts half in the table: who bought lately, and what
    memory: Days = 60.0  # the same for what a customer holds in all: who buys little lately says less
    recency: Days = 60.0  # the same for the history that is asked about
    alpha: NotNegative = 0.6  # exponent of the transition probabilities
    beta: NotNegative = 0.3  # how strongly items that many hold are held back
    worth: Worth = field(default_factory=Worth)  # what each kind of event counts
    depth: Count = 200  # items of a customer that teach
    counted: bool = True  # whether it is counted how many hold both items of a pair: reasons name it, ranking does not

    def fit(self, facts: Facts, rng: np.random.Generator) -> HistoryModel:
        """An empty table where no known customer bought or looked at anything."""
        taste = histories(facts, self.worth, self.half_life, self.depth)
        held = row_sums(histories(facts, self.worth, self.memory, self.depth))
        everyone, everything = np.ones(taste.shape[0]), np.ones(taste.shape[1])
        to_items = scaled(taste, over(held), everything)
        to_customers = scaled(taste, everyone, over(column_sums(taste))).T.tocsr()
        to_items.data **= self.alpha
        to_customers.data **= self.alpha
        seen = binary(taste)
        steps = scaled(to_items, everyone, over(column_sums(seen), self.beta))
        counts = [seen] if self.counted else []
        return HistoryModel(neighbours_of(to_customers, steps, counts, as_it_is), Recency(self.recency, self.worth))
