"""Where the past is cut, by how much of it there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from training.split import origins_of, split_at

AS_OF = datetime(2024, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(("span", "horizon"), [(14.0, 3), (40.0, 10), (55.9, 13), (56.0, 28), (700.0, 28)])
def test_the_horizon_follows_the_span(span: float, horizon: int) -> None:
    split = split_at(AS_OF, span, 28)
    assert split is not None
    assert split.horizon == timedelta(days=horizon)
    assert split.end == AS_OF


def test_under_fourteen_days_nothing_is_rehearsed() -> None:
    assert split_at(AS_OF, 13.9, 28) is None


def test_the_tuning_window_lies_right_before_the_test_window_and_is_as_long() -> None:
    split = split_at(AS_OF, 700, 28)
    assert split is not None
    assert split.tuning_cut == AS_OF - timedelta(days=56)


@pytest.mark.parametrize(("span", "days"), [(60, 10), (83, 18), (84, 28)])
def test_under_two_horizons_of_past_a_third_of_it_is_tuned_on(span: float, days: int) -> None:
    split = split_at(AS_OF, span, 28)
    assert split is not None
    assert split.tuning_cut == split.cut - timedelta(days=days)


def test_a_few_days_are_tuned_on_only_where_the_horizon_is_as_short() -> None:
    origins = origins_of(AS_OF, 20, 28, 3)
    assert [origin.horizon.days for origin in origins] == [5, 5, 5]
    assert [origin.tuning_cut is not None for origin in origins] == [True, True, False]


def test_a_long_horizon_leaves_half_the_span_to_learn_from() -> None:
    split = split_at(AS_OF, 100, 90)
    assert split is not None
    assert split.horizon == timedelta(days=50)


def test_origins_follow_each_other_without_gap_or_overlap_the_newest_first() -> None:
    origins = origins_of(AS_OF, 700, 28, 3)
    assert [origin.end for origin in origins] == [AS_OF - timedelta(days=28 * back) for back in range(3)]
    assert all(origin.horizon == timedelta(days=28) for origin in origins)
    assert origins[0] == split_at(AS_OF, 700, 28)
    assert [origin.cut for origin in origins[:-1]] == [origin.end for origin in origins[1:]]


@pytest.mark.parametrize(
    ("span", "horizon", "wanted"), [(13.9, 28, 0), (20.0, 28, 3), (56.0, 28, 1), (84.0, 28, 2), (112.0, 28, 3)]
)
def test_an_origin_with_less_than_a_horizon_to_learn_from_is_left_out(span: float, horizon: int, wanted: int) -> None:
    assert len(origins_of(AS_OF, span, horizon, 3)) == wanted


def test_the_oldest_origin_is_tuned_on_what_past_there_is() -> None:
    cuts = [(origin.cut, origin.tuning_cut) for origin in origins_of(AS_OF, 112, 28, 3)]
    assert [(cut - tuning).days if tuning else None for cut, tuning in cuts] == [28, 28, 9]
