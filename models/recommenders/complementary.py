"""What goes with an item: bought in the same order or the orders after it, and no substitute for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, Floats, Ints, Longs, Ragged
from data.columns import PURCHASE, VIEW
from data.facts.facts import Facts
from models.baskets import buyers, orders, visited
from models.candidates import Asked, Candidates, Permit
from models.neighbours import Lift, Neighbours
from models.pairs import Judge, Tally, neighbours_of
from models.recommenders.association import log_likelihood
from models.recommenders.leaning import Leaning
from models.recommenders.ranges import Count, Days, NotNegative, Whole
from models.recommenders.similar import Similar, descriptions
from models.recommenders.worth import decay
from models.sparse import Csr, matrix, over, row_sums, scaled
from models.together.learning import LEAST_LESSONS, relearned
from models.together.selling import newly


@dataclass(frozen=True)
class ComplementaryModel:
    """The directed table: row = what was bought, neighbours = what goes with it or comes after it.

    fresh float32, parallel to the table's weights: what counts for who has bought before, and is shown what is new.
    usual float32 [items]: what a history must give an item by `fresh` to double its score, see `Leaning`; empty where
    no history counts.
    """

    neighbours: Neighbours
    fresh: Floats
    usual: Floats

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """What goes with the context, each of its items counting the same; more, what goes with the history too."""
        buyer = _has_bought(asked)
        if buyer.all():
            return self._known(asked, asked.context, permit, depth)
        if not buyer.any():
            return _beside(self.neighbours, asked.context, permit, depth)
        known = self._known(asked, _only(asked.context, buyer), permit, depth)
        others = _beside(self.neighbours, _only(asked.context, ~buyer), permit, depth)
        return _by_row(Candidates.joined((known, others)))

    def _known(self, asked: Asked, context: Ragged, permit: Permit, depth: int) -> Candidates:
        """For those who have bought before."""
        table = replace(self.neighbours, weight=self.fresh)
        lift = Leaning(table, self.usual, asked).of if len(self.usual) else None
        return _beside(table, context, permit, depth, lift)

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(count, lift): buyers who have both, and how much more than chance."""
        return self.neighbours.evidence(anchor, item)


@dataclass(frozen=True)
class Complementary:
    """Decayed confidence, small baskets counting more, times the item's trend; then weighed by what past weeks taught.

    The best pairs by confidence make the table; what the pairs of some weeks ago were worth then teaches their odds
    (`models/together`). Cost: squared basket sizes, summed; about as much again for lessons and signals; half a minute
    of trees at most.
    """

    half_life: Days = 90.0  # days until an order counts half
    size: NotNegative = 0.5  # a pair in an order of n items counts (n - 1) ** -size
    after: NotNegative = 0.3  # what a pair across two orders counts against one in the same order
    window: Days = 60.0  # days between two such orders at most
    following: Whole = 3  # orders looked at after each
    shrink: NotNegative = 3.0  # orders of an item added to its own, against chance in rare items
    trend: NotNegative = 0.6  # exponent of (sales rate of the last trend_days / decayed rate)
    trend_days: Days = 14.0  # what counts as lately
    significance: NotNegative = 3.84  # least log-likelihood ratio: 5 % by chance
    surely: Count = 2  # buyers that a pair needs
    small: Whole = 2000  # buyers below which a shop is too small to ask for significance
    substitute: NotNegative = 1.0  # exponent of bought together / (bought + viewed together)
    leaning: NotNegative = 0.005  # how much the rest of a buyer's history counts beside the items asked about
    newly: NotNegative = 0.5  # exponent of the share of first-time buyers, for customers who are shown what is new
    lessons: Whole = 2  # past moments, four weeks apart, that teach the odds; below 2: the table's own weights

    def fit(self, facts: Facts, rng: np.random.Generator) -> ComplementaryModel:
        """An empty table where no two items were ever bought by one buyer."""
        table = self.table(facts)
        plain = table.weight, (table.weight * newly(facts)[table.item] ** self.newly).astype(np.float32)
        learned = self._learned(facts, table, rng)
        weight, fresh = (own if other is None else other for own, other in zip(plain, learned, strict=True))
        return ComplementaryModel(replace(table, weight=weight), fresh, self._usual(table, fresh))

    def _usual(self, table: Neighbours, fresh: Floats) -> Floats:
        """What an item gives each other on average, over `leaning`; empty without leaning."""
        if not self.leaning:
            return np.empty(0, dtype=np.float32)
        given = np.bincount(table.item, fresh, len(table.held)) / max(np.count_nonzero(np.diff(table.offsets)), 1)
        return np.maximum(given / self.leaning, np.finfo(np.float32).tiny).astype(np.float32)

    def _learned(
        self, facts: Facts, table: Neighbours, rng: np.random.Generator
    ) -> tuple[Floats | None, Floats | None]:
        """The weights that past weeks taught, None where they could not."""
        if self.lessons < LEAST_LESSONS or not len(table.item):
            return None, None
        texts = descriptions(facts.items, Similar.rare, Similar.common)
        return relearned(facts, table, self.table, texts, self.lessons, rng)

    def table(self, facts: Facts, only: Longs | None = None) -> Neighbours:
        """The rows of the items `only`, None for all, by the formula; who buys an item anew has a say in what stays."""
        held, age, customer = orders(facts)
        left, right = self._steps(held, age, customer)
        counts = [buyers(facts), visited(facts, facts.lines.kind == VIEW)]
        new = newly(facts)
        table = neighbours_of(left, right, counts, self._judge(facts, counts[0], new), only)
        return replace(table, weight=(table.weight / new[table.item]).astype(np.float32))

    def _steps(self, held: Csr, age: Floats, customer: Ints) -> tuple[Csr, Csr]:
        """From an item to its orders, and from there to what they and the next ones hold."""
        lately, many = decay(age, self.half_life), row_sums(held)
        shape = len(age), len(age)
        same = matrix(np.arange(len(age)), np.arange(len(age)), lately * over(many - 1, self.size), shape)
        reach = (same + self._after(age, customer, lately * over(many, self.size))) @ held
        seen = held.T @ lately + self.shrink
        return scaled(held.T.tocsr(), over(seen), np.ones(len(age))), reach.tocsr()

    def _after(self, age: Floats, customer: Ints, worth: NDArray[np.float64]) -> Csr:
        """CSR [orders, orders]: from each order to the same customer's next ones within the window."""
        numbers = np.arange(len(age))
        rows, columns = [numbers[:0]], [numbers[:0]]
        for step in range(1, self.following + 1):
            first, then = numbers[:-step], numbers[step:]
            near = (
                (customer[first] == customer[then]) & (customer[first] >= 0) & (age[first] - age[then] <= self.window)
            )
            rows.append(first[near])
            columns.append(then[near])
        row, column = np.concatenate(rows), np.concatenate(columns)
        return matrix(row, column, self.after * worth[column], (len(age), len(age)))

    def _judge(self, facts: Facts, bought: Csr, new: NDArray[np.float64]) -> Judge:
        """Family left out, the unproven left out, substitutes down, what sells more than it used to up; times `new`."""
        family, trend = facts.items.family, self._trend(facts) * new
        held, total = np.asarray(bought.sum(axis=0)).ravel(), bought.shape[0]
        least = self.significance if total >= self.small else 0.0

        def judge(item: Ints, other: Ints, weight: Floats, tallies: list[Tally]) -> Floats:
            found = np.zeros(len(weight), dtype=np.float32)
            together = tallies[0].of(item, other)
            few = np.flatnonzero((together >= self.surely) & (family[item] != family[other]))
            few = few[log_likelihood(together[few], held[item[few]], held[other[few]], total) >= least]
            both, then = together[few], other[few]
            share = (1 + both) / (1 + both + tallies[1].of(item[few], then))
            found[few] = weight[few] * trend[then] * share**self.substitute
            return found

        return judge

    def _trend(self, facts: Facts) -> NDArray[np.float64]:
        """float64 [items]: (rate lately / decayed rate) ** trend; 1 where nothing sold."""
        lines, items = facts.lines, facts.items.count
        bought = lines.kind == PURCHASE
        item, age = lines.item[bought], lines.age[bought]
        lately = np.bincount(item, age <= self.trend_days, items) / self.trend_days
        usual = np.bincount(item, decay(age, self.half_life), items) * np.log(2) / self.half_life
        few = 1 / self.half_life
        return ((lately + few) / (usual + few)) ** self.trend


def _has_bought(asked: Asked) -> Bools:
    """bool [rows]: whether the history holds a purchase."""
    bought = np.concatenate(([0], np.cumsum(asked.kind == PURCHASE)))
    return bought[asked.history.offsets[1:]] > bought[asked.history.offsets[:-1]]


def _beside(table: Neighbours, context: Ragged, permit: Permit, depth: int, lift: Lift | None = None) -> Candidates:
    alike = np.ones(len(context.values), dtype=np.float32)
    return table.candidates(context, alike, permit, depth, lift)


def _only(context: Ragged, rows: Bools) -> Ragged:
    """The same rows, but nothing in the others."""
    lengths = np.diff(context.offsets)
    kept = np.repeat(rows, lengths)
    return Ragged(np.concatenate(([0], np.cumsum(lengths * rows))).astype(np.int64), context.values[kept])


def _by_row(found: Candidates) -> Candidates:
    order = np.argsort(found.row, kind="stable")
    return Candidates(found.row[order], found.item[order], found.score[order], found.anchor[order])
