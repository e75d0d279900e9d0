"""What the last weeks say of interests: who kept buying what they liked, and who did not."""

from __future__ import annotations

import numpy as np
import pytest

from data.facts.engine import facts_at
from data.facts.facts import Facts
from models.interests.evidence import cells
from models.interests.interests import Interests
from models.interests.kinds import categories
from models.interests.rehearsing import HITS, Past, Rule, as_often, best_bars, past_of
from tests.worlds import Did, T, Thing, world

CUSTOMERS = 200
LAMPS, VASES = range(40), range(40, 80)  # customers who bought five of each; all others bought five toys
RULE = Rule(3, 0, 1.5)
NONE = float("inf")


def a_shop(lamps_again: int, vases_for_all: bool) -> Facts:
    """Two months ago everybody bought five items of one category; lately so many of the lamps' buyers another lamp, and
    everybody a vase that is new to them, or nobody."""
    things = [Thing(f"i{n:02}", category=("lamps", "vases", "toys")[n // 10]) for n in range(30)]
    likes = [0 if c in LAMPS else 10 if c in VASES else 20 for c in range(CUSTOMERS)]
    events = [Did(c, "purchase", first + n, 60, order=c) for c, first in enumerate(likes) for n in range(5)]
    events += [Did(c, "purchase", 5, 10, order=1000 + c) for c in LAMPS[:lamps_again]]
    events += [Did(c, "purchase", 15, 10, order=2000 + c) for c in range(CUSTOMERS) if vases_for_all]
    return facts_at(world(things, [f"c{n:03}" for n in range(CUSTOMERS)], events), T)


def past_in(facts: Facts) -> Past:
    past = past_of(facts, 180.0, None, np.random.default_rng(1))
    assert past
    return past


def bars_of(facts: Facts, times: float = 3.0) -> dict[str, float]:
    kind = categories(facts.items, np.ones(30))
    bars = best_bars(past_in(facts), kind.of_item, 3, RULE, times)
    return dict(zip(kind.name, bars.tolist(), strict=True))


def test_an_interest_has_the_lowest_bar_whose_members_kept_buying_and_is_nobodys_where_none_did() -> None:
    assert bars_of(a_shop(35, vases_for_all=True)) == {"lamps": 1.0, "vases": NONE, "toys": NONE}
    assert bars_of(a_shop(35, vases_for_all=True), times=6.0)["lamps"] == NONE


def test_where_an_interest_says_nothing_of_its_own_its_kind_speaks() -> None:
    assert bars_of(a_shop(35, vases_for_all=False)) == {"lamps": 1.0, "vases": 1.0, "toys": 1.0}


def test_where_too_few_bought_to_tell_the_bar_is_the_given_one() -> None:
    assert set(bars_of(a_shop(HITS - 1, vases_for_all=False)).values()) == {RULE.bar}
    assert set(bars_of(a_shop(HITS, vases_for_all=False)).values()) == {1.0}


def test_an_interest_that_did_not_hold_has_no_members() -> None:
    found = Interests(kinds=("category",)).fit(a_shop(35, vases_for_all=True), np.random.default_rng(1))
    held = found.table.memberships["interest"]
    assert {held.name[code] for code in held.held.values} == {"lamps"}
    assert dict(zip(held.name, np.isfinite(found.bar).tolist(), strict=True)) == {
        "lamps": True, "vases": False, "toys": False,
    }  # fmt: skip


@pytest.mark.parametrize("again", [7, 40])
def test_members_are_counted_against_all_who_met_anything(again: int) -> None:
    facts = a_shop(again, vases_for_all=False)
    past, kind = past_in(facts), categories(facts.items, np.ones(30))
    found = cells(past.met, kind.of_item, CUSTOMERS, 3)
    lamps = kind.name.index("lamps")
    bought, expected = as_often(past, kind.of_item, 3, found.where(found.interest == lamps))
    assert (bought[lamps], bought.sum()) == (again, again)
    assert expected[lamps] == pytest.approx(len(LAMPS) * again / CUSTOMERS)
