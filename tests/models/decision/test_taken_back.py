"""What was bought after last night and cancelled or returned since: the newest event of an item says what holds."""

from __future__ import annotations

import numpy as np
import pytest

from data.arrays import Ints
from data.columns import CANCEL, CART, DELIVER, EVENT_TYPES, PURCHASE, RETURN, VIEW
from models.bundle.bundle import Bundle
from models.decision import since
from models.decision.decide import decide_one
from models.decision.placements import placement_of
from models.decision.query import Query
from models.decision.state import asked_of, asked_today
from tests.models.decision.test_today import one, since_of
from tests.models.shops import ShopShape, listed_bundle

SHOP = ShopShape(1, 40, 12, 160)
KINDS = {"buys": PURCHASE, "cancels": CANCEL, "returns": RETURN, "gets": DELIVER, "looks": VIEW}
AGAIN = np.array([False, True])
LEFT_OUT = {
    "buys": (True, True),
    "buys cancels": (False, False),
    "buys cancels buys": (True, True),
    "buys buys cancels": (False, False),
    "cancels": (False, False),
    "cancels buys": (True, True),
    "buys looks cancels looks": (False, False),
    "returns": (True, False),
    "buys returns": (True, False),
    "buys gets returns": (True, False),
    "returns buys": (True, True),
    "buys returns buys cancels": (True, False),
    "buys gets cancels": (True, True),
    "gets cancels": (False, False),
    "gets": (False, False),
}
"""What is done, the oldest first -> whether it leaves out an item of a usual group, and of one that shows returns."""


def left_out(did: str, shown_again: np.ndarray | None = AGAIN) -> Ints:
    """Which of two items, of a usual group and of one that shows returns again, with both of which this was done."""
    events = [(item, KINDS[word]) for word in reversed(did.split()) for item in (0, 1)]
    row, item = since.bought(since_of([[], events]), shown_again)
    assert set(row.tolist()) <= {1}
    return item


@pytest.mark.parametrize("did", LEFT_OUT)
def test_the_order_of_events_says_what_is_left_out(did: str) -> None:
    usual, again = LEFT_OUT[did]
    assert left_out(did).tolist() == [0] * usual + [1] * again


def test_without_rules_what_was_returned_is_never_shown_again() -> None:
    assert left_out("buys returns", None).tolist() == [0, 1]


def test_a_cancellation_of_one_item_or_customer_says_nothing_of_others() -> None:
    done = since_of([[(3, CANCEL), (5, PURCHASE), (3, PURCHASE)], [(3, PURCHASE)]])
    row, item = since.bought(done, None)
    assert list(zip(row.tolist(), item.tolist(), strict=True)) == [(0, 5), (1, 3)]


def shown(bundle: Bundle, customer: int, *events: tuple[int, int]) -> list[int]:
    return decide_one(bundle, Query(n=200), one(customer, *events)).item


def test_what_was_cancelled_since_is_shown_and_what_last_night_knew_as_bought_is_not() -> None:
    bundle = listed_bundle(SHOP, 256)
    first = shown(bundle, 3)[0]
    assert first in shown(bundle, 3, (first, CANCEL), (first, PURCHASE))
    assert first not in shown(bundle, 3, (first, PURCHASE), (first, CANCEL), (first, PURCHASE))
    for family in bundle.owned.row(3).tolist():
        for item in np.flatnonzero(bundle.items.family == family).tolist():
            assert item not in shown(bundle, 3, (item, CANCEL)) + shown(bundle, 3, (item, RETURN))


def test_a_variant_bought_since_leaves_its_family_out_though_another_was_cancelled() -> None:
    bundle = listed_bundle(SHOP, 256)
    family = bundle.items.family
    red, blue = next(np.flatnonzero(family == each)[:2].tolist() for each in family if (family == each).sum() > 1)
    for events in ([(red, CANCEL), (red, PURCHASE), (blue, PURCHASE)], [(blue, PURCHASE)]):
        assert family[red] not in family[shown(bundle, -1, *events)]
    assert family[red] in family[shown(bundle, -1, (red, CANCEL), (red, PURCHASE))]


def test_a_cancellation_puts_nothing_back_in_the_basket() -> None:
    done = since_of([[(7, CANCEL), (7, PURCHASE), (7, CART)]])
    assert since.put_in(done)[1].tolist() == []
    assert since.taken_out(done)[1].tolist() == [7]
    assert since.basket(listed_bundle(SHOP, 256), np.array([-1], dtype=np.int32), done).values.tolist() == []


@pytest.mark.parametrize("kind", [CANCEL, RETURN])
def test_a_purchase_taken_back_is_neither_the_last_order_nor_learned_from(kind: int) -> None:
    bundle = listed_bundle(SHOP, 256)
    back, kept = one(-1, (7, kind), (7, PURCHASE), (7, VIEW), (9, PURCHASE)), one(-1, (7, VIEW), (9, PURCHASE))
    asked = [asked_of(bundle, placement_of("thank_you"), whom) for whom in (back, kept)]
    assert [each.context.values.tolist() for each in asked] == [[9], [9]]
    today = [asked_today(bundle, whom) for whom in (back, kept)]
    for each in (*asked, *today):
        pairs = zip(each.history.values.tolist(), [EVENT_TYPES[k] for k in each.kind.tolist()], strict=True)
        assert list(pairs) == [(7, "view"), (9, "purchase")]


def test_what_was_cancelled_is_not_offered_to_be_bought_again() -> None:
    bundle = listed_bundle(SHOP, 256)
    item = shown(bundle, -1)[0]
    assert decide_one(bundle, Query(strategy="buy_again"), one(-1, (item, CANCEL), (item, PURCHASE))).own == 0
