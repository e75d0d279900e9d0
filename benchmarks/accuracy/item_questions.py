"""The complementary protocol as a ground of comparison: one variant at one cut."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from benchmarks.accuracy.complementary import DEPTH, ComplementaryCases, Score, lists_of, score_lists
from benchmarks.accuracy.ground import digest_of
from data.arrays import ABSENT, Floats, Ints, Longs
from data.facts.facts import Facts


@dataclass(frozen=True, eq=False)
class ItemQuestions:
    """Rows are the questions; those of one order are drawn together."""

    facts: Facts
    cases: ComplementaryCases
    variant: str

    @property
    def known(self) -> Facts:
        """What the peers learn from."""
        return self.facts

    @property
    def group(self) -> Longs:
        """The order."""
        return self.cases.order

    @property
    def digest(self) -> str:
        """Over everything that a peer's lists depend on."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        return digest_of(self.facts.lines, self.cases, self.variant)

    def lists(self, scores: Score) -> Ints:
        """The best candidates; in variant B none that the customer had bought."""
        return lists_of(self.cases, scores, self.variant)

    def values(self, lists: Ints) -> dict[str, Floats]:
        """nDCG@10, hit@10, MRR@10."""
        return score_lists(self.cases, lists, self.variant)

    def coverage(self, lists: Ints) -> float:
        """Of the candidates."""
        shown = np.unique(lists[:, :DEPTH])
        return float(self.cases.candidates[shown[shown != ABSENT]].sum() / max(self.cases.candidates.sum(), 1))
