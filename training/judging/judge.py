"""The verdict: tonight's recipe against the live one and against popularity, on the same customers and window."""

from __future__ import annotations

from dataclasses import dataclass

from training.judging.bootstrap import Interval

ENOUGH = 30
"""Customers below which an interval proves nothing."""


@dataclass(frozen=True)
class Verdict:
    """worse: tonight's recipe must not replace the live one. remarks: what a reader of the report should know."""

    worse: bool
    remarks: tuple[str, ...]


def judge(gain: dict[str, Interval], live: str) -> Verdict:
    """gain: tonight's headline metric less another system's, paired over customers, by the other's name.

    Worse is only what loses to `live` beyond the interval; losing to another is remarked, not forbidden.
    """
    losses = [name for name, each in gain.items() if each.customers >= ENOUGH and each.high < 0]
    few = any(each.customers < ENOUGH for each in gain.values())
    remarks = [f"worse than {name} beyond the 95 % interval" for name in losses]
    remarks += [f"fewer than {ENOUGH} customers can be compared: no verdict"] if few else []
    return Verdict(live in losses, tuple(remarks))
