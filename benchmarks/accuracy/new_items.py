"""The task NEW: what customers bought after the cut and had not bought before it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from benchmarks.accuracy.ground import digest_of
from benchmarks.accuracy.ordering import best_columns
from benchmarks.accuracy.past import Past, Scores, decay
from data.arrays import ABSENT, Bools, Floats, Ints, Longs
from models.bundle.bundle import Bundle, bundle_of
from models.bundle.policy import Policy
from models.metrics.accuracy import ndcg, recall
from models.metrics.beyond import coverage
from models.metrics.replay import Replay, Targets, replay_of
from training.rehearsal.checking import eligible, left_out
from training.rehearsal.replaying import DEPTH
from training.rehearsal.scene import Scene

TOP = 10
AT_ONCE = 200
SPARE = 20
"""Places looked at beyond DEPTH, because a family is shown once."""
TIES = 14.0
"""Half-life in days of the popularity that breaks ties."""


@dataclass(frozen=True, eq=False)
class NewItems:
    """Rows are the customers of the headline: seen before the cut, and bought something new that was listed then."""

    scene: Scene

    @property
    def known(self) -> Past:
        """What the peers learn from."""
        return self._past

    @cached_property
    def _past(self) -> Past:
        return Past.of(self.scene.facts)

    @cached_property
    def customer(self) -> Ints:
        return self.scene.cases.customer[self.scene.cases.headline]

    @property
    def group(self) -> Longs:
        """The customer: one may stand at several origins."""
        return self.customer.astype(np.int64)

    @cached_property
    def targets(self) -> Targets:
        """What each row bought that was new."""
        return self.scene.cases.targets.part(self.scene.cases.headline)

    @property
    def digest(self) -> str:
        """Over everything that a peer's lists depend on."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        return digest_of(self.known, self.customer, self.targets, self.bundle.in_stock, self.bundle.owned)

    @cached_property
    def bundle(self) -> Bundle:
        """Without models: what may be shown to whom."""
        return bundle_of(self.scene.facts, {}, Policy())

    def lists(self, scores: Scores) -> Ints:
        """The listed items in stock by score, ties by recent popularity, then by number.

        Left out: families that the customer bought or has in the basket; a family is shown once.
        """
        columns = np.flatnonzero(self.bundle.in_stock)
        columns = columns[np.argsort(-self._sold[columns], kind="stable")].astype(np.int32)
        lists = np.empty((len(self.customer), DEPTH), dtype=np.int32)
        for start in range(0, len(self.customer), AT_ONCE):
            customer = self.customer[start : start + AT_ONCE]
            made = np.maximum(scores(customer)[:, columns], np.finfo(np.float32).min)
            made[self._gone(customer)[:, self.scene.facts.items.family[columns]]] = -np.inf
            best = best_columns(made, DEPTH + SPARE)
            allowed = np.take_along_axis(made, best, axis=1) > -np.inf
            item = columns[best]
            lists[start : start + AT_ONCE] = first_of_each(item, self.scene.facts.items.family[item], allowed)
        return lists

    def values(self, lists: Ints) -> dict[str, Floats]:
        """nDCG@10 and recall@10."""
        replay = self._replay(lists)
        return {"ndcg@10": ndcg(replay, TOP), "recall@10": recall(replay, TOP)}

    def coverage(self, lists: Ints) -> float:
        """Of the listed items."""
        return float(coverage(self._replay(lists), TOP)[0])

    def _replay(self, lists: Ints) -> Replay:
        nothing = np.zeros(lists.shape, dtype=bool)
        able = eligible(self.bundle, self.customer)
        return replay_of(lists, nothing, lists, able, self.targets, self.scene.shelves)

    def _gone(self, customer: Ints) -> Bools:
        """bool [rows, families]"""
        row, family = np.divmod(left_out(self.bundle, customer), max(self.bundle.families, 1))
        gone = np.zeros((len(customer), self.bundle.families), dtype=bool)
        gone[row, family] = True
        return gone

    @cached_property
    def _sold(self) -> Floats:
        bought = self.known.bought
        sold = np.bincount(self.known.item[bought], decay(self.known.age[bought], TIES), self.known.items)
        return sold.astype(np.float32)


def first_of_each(item: Ints, family: Ints, allowed: Bools) -> Ints:
    """int32 [rows, DEPTH]: the first items of each row that are allowed and of a family not shown before."""
    by_family = np.argsort(family, axis=1, kind="stable")
    alike = np.diff(np.take_along_axis(family, by_family, axis=1), axis=1) == 0
    again = np.zeros(item.shape, dtype=bool)
    np.put_along_axis(again, by_family[:, 1:], alike, axis=1)
    kept = allowed & ~again
    order = np.argsort(~kept, axis=1, kind="stable")[:, :DEPTH]
    shown = np.full((len(item), DEPTH), ABSENT, dtype=np.int32)
    shown[:, : order.shape[1]] = np.where(
        np.take_along_axis(kept, order, axis=1), np.take_along_axis(item, order, axis=1), ABSENT
    )
    return shown
