"""What a value may come to: nothing, with a chance, else the expected value of who buys times a factor.

How that factor is spread, past windows say, by how much is expected: who is expected to spend little surprises more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from models.value.buying import Outlook
from models.value.histories import Reals
from models.value.special import normal_quantile

STEPS: Final = 101
"""Quantiles that a factor's distribution is kept as."""
PROBABILITY: Reals = (np.arange(STEPS) + 0.5) / STEPS


@dataclass(frozen=True)
class SpreadModel:
    """edges float64 [groups - 1]: where groups of the expected value of who buys end; logs float64 [groups, STEPS]:
    the logarithms of the factor at PROBABILITY, ascending."""

    edges: Reals
    logs: Reals

    def quantile(self, of: Outlook, probability: float) -> Reals:
        """float64 [buyers]: the value below which it stays with this probability; 0 where that is likely enough."""
        rest: Reals = (probability - (1 - of.chance)) / of.chance
        factor = np.zeros(len(rest))
        for group, rows in self._groups(of):
            curve: Reals = self.logs[group]
            factor[rows] = np.exp(np.interp(rest[rows], PROBABILITY, curve))
        return np.where(rest > 0, of.each * factor, 0.0)

    def reached(self, of: Outlook, value: Reals) -> tuple[Reals, Reals]:
        """(the probability of less than `value`, that of no more), float64 [buyers]; they differ where it is 0."""
        share = np.zeros(len(value))
        with np.errstate(divide="ignore"):
            factor = np.log(np.maximum(value, 0)) - np.log(of.each)
        for group, rows in self._groups(of):
            share[rows] = np.interp(factor[rows], self.logs[group], PROBABILITY, left=0, right=1)
        none = 1 - of.chance
        upto = np.where(value > 0, none + of.chance * share, none)
        return np.where(value > 0, upto, 0.0), upto

    def _groups(self, of: Outlook) -> list[tuple[int, NDArray[np.intp]]]:
        group = np.searchsorted(self.edges, of.each, side="right")
        return [(each, np.flatnonzero(group == each)) for each in range(len(self.logs))]


@dataclass(frozen=True)
class Spread:
    """The quantiles of each group of equally many who bought, drawn towards a wide usual shape where they are few."""

    groups: Annotated[int, Meta(ge=1)] = 8  # of the expected value of who buys, at most
    per_group: Annotated[int, Meta(ge=1)] = 150  # who bought, that every further group needs
    usual: Annotated[float, Meta(gt=0)] = 1.1  # spread of the logarithm of the factor where nothing is known
    strength: Annotated[float, Meta(gt=0)] = 20.0  # who bought, that weigh as much as the usual shape

    def fit(self, expected: Reals, value: Reals) -> SpreadModel:
        """expected, value float64 [who bought]: the expected value given any, and what came, both above 0."""
        order = np.argsort(expected, kind="stable")
        parts = np.array_split(order, int(np.clip(len(order) // self.per_group, 1, self.groups)))
        edges = np.array([expected[part[0]] for part in parts[1:]], dtype=np.float64)
        return SpreadModel(edges, np.stack([self._quantiles(np.log(value[part] / expected[part])) for part in parts]))

    def _quantiles(self, factor: Reals) -> Reals:
        """The usual shape has a mean of 1 before logarithms."""
        usual = self.usual * normal_quantile(PROBABILITY) - self.usual**2 / 2
        if not len(factor):
            return usual
        sure = len(factor) / (len(factor) + self.strength)
        return sure * np.quantile(factor, PROBABILITY) + (1 - sure) * usual
