"""Who wins: what may be claimed of a difference that was measured at several origins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.metrics.table import HEADLINE
from training.evaluating.figures import Figures
from training.judging.bootstrap import Interval
from training.judging.judge import ENOUGH

WIN, LOSS, OPEN, SAME, FEW = "win", "loss", "open", "same", "too few customers"


@dataclass(frozen=True)
class Comparison:
    """The first system against another in the headline metric.

    gain: over all origins; by_origin: mean difference at each, the newest first; ratio: the first's mean over the
    other's, NaN where that is 0; verdict: WIN, LOSS, OPEN (neither is shown), SAME (to
    every customer) or FEW.
    """

    other: str
    gain: Interval
    by_origin: tuple[float, ...]
    ratio: float
    verdict: str


def comparisons_of(pooled: Figures, origins: Sequence[Figures]) -> tuple[Comparison, ...]:
    """Against every other system; the figures are those over all customers."""
    return tuple(_comparison(other, pooled, origins) for other in pooled.gain.get(HEADLINE, {}))


def _comparison(other: str, pooled: Figures, origins: Sequence[Figures]) -> Comparison:
    gain = pooled.gain[HEADLINE][other]
    by_origin = tuple(each.gain[HEADLINE][other].mean for each in origins)
    first, theirs = next(iter(pooled.sure[HEADLINE].values())).mean, pooled.sure[HEADLINE][other].mean
    return Comparison(other, gain, by_origin, first / theirs if theirs > 0 else float("nan"), verdict(gain, by_origin))


def verdict(gain: Interval, by_origin: Sequence[float]) -> str:
    """A win is an interval above zero over all origins, and a gain at each of them; a loss its mirror image."""
    if gain.customers < ENOUGH:
        return FEW
    if gain.low == gain.high == 0:
        return SAME
    if gain.low > 0 and all(each > 0 for each in by_origin):
        return WIN
    if gain.high < 0 and all(each < 0 for each in by_origin):
        return LOSS
    return OPEN
