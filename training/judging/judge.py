"""The verdict: tonight's settings against the live ones and against popularity, on the same customers and window."""

from __future__ import annotations

from dataclasses import dataclass

from data.arrays import Floats
from training.judging.bootstrap import Interval, interval

ENOUGH = 30
"""Customers below which an interval proves nothing."""


@dataclass(frozen=True)
class Verdict:
    """`against`: difference (tonight - other) of the headline metric, by what it was compared with.

    worse: tonight's settings must not replace the live ones. remarks: what a reader of the report should know.
    """

    worse: bool
    against: dict[str, Interval]
    remarks: tuple[str, ...]


def judge(tonight: Floats, others: dict[str, Floats], live: str, rounds: int, seed: int) -> Verdict:
    """Paired over customers: one headline value per customer, in the same order, for tonight and each of the others.

    Worse is only what is worse than `live` beyond the interval; losing to another is remarked, not forbidden.
    """
    against = {name: interval(tonight - values, rounds, seed) for name, values in others.items()}
    losses = [name for name, difference in against.items() if difference.customers >= ENOUGH and difference.high < 0]
    few = any(difference.customers < ENOUGH for difference in against.values())
    remarks = [f"worse than {name} beyond the 95 % interval" for name in losses]
    remarks += [f"fewer than {ENOUGH} customers can be compared: no verdict"] if few else []
    return Verdict(live in losses, against, tuple(remarks))
