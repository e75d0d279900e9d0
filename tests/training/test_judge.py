"""The verdict: only a loss to what is live, beyond the interval and over enough customers, stops a night."""

from __future__ import annotations

from training.judging.bootstrap import Interval
from training.judging.judge import ENOUGH, judge

LOSS = Interval(-0.02, -0.03, -0.01, 500)
DRAW = Interval(-0.02, -0.05, 0.01, 500)
GAIN = Interval(0.02, 0.01, 0.03, 500)


def test_a_loss_to_the_live_settings_is_worse() -> None:
    assert judge({"live": LOSS, "popular": GAIN}, "live").worse


def test_an_interval_that_touches_zero_is_not_worse() -> None:
    assert not judge({"live": DRAW}, "live").worse


def test_a_loss_to_popularity_alone_is_remarked_not_forbidden() -> None:
    verdict = judge({"live": DRAW, "popular": LOSS}, "live")
    assert not verdict.worse
    assert verdict.remarks == ("worse than popular beyond the 95 % interval",)


def test_a_handful_of_customers_proves_nothing() -> None:
    verdict = judge({"live": Interval(-0.5, -0.6, -0.4, ENOUGH - 1)}, "live")
    assert not verdict.worse
    assert "no verdict" in verdict.remarks[0]


def test_without_a_rehearsal_there_is_nothing_to_hold_against_the_night() -> None:
    assert not judge({}, "live").worse
