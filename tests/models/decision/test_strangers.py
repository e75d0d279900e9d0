"""Of whom nothing is known gets what was decided for the stranger before, and nobody else does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.arrays import Ragged
from models.bundle.bundle import Bundle
from models.bundle.policy import Filter
from models.decision.decide import decide, decide_one
from models.decision.query import Query, Whom
from tests.models.decision.test_decide_property import same_one
from tests.models.shops import ShopShape, random_bundle

SHAPE = ShopShape(seed=5, items=40, customers=12, lines=160)


def forgetful(keep: str = "") -> Bundle:
    """A shop that knows its customers' countries and nothing else of them, but what `keep` names."""
    bundle = random_bundle(SHAPE)
    nobody = Ragged(np.zeros(bundle.customers.count + 1, dtype=np.int64), np.empty(0, dtype=np.int32))
    gone = {name: nobody for name in ("owned", "basket", "last_order") if name != keep}
    return replace(bundle, history=replace(bundle.history, items=nobody), **gone)


def only(customer: int, exclude: tuple[int, ...] = ()) -> Whom:
    named = Ragged(np.array([0, len(exclude)], dtype=np.int64), np.array(exclude, dtype=np.int32))
    return Whom.of(np.array([customer], dtype=np.int32), exclude=named)


QUERIES = [Query(n=5), Query("newsletter", n=5), Query(n=5, filter=Filter(brand=("b1",))), Query(n=5, in_stock=False)]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("keep", ["", "owned", "basket", "last_order"])
def test_every_customer_gets_what_decide_says_whoever_was_asked_for_before(query: Query, keep: str) -> None:
    bundle = forgetful(keep)
    for customer in [*range(-1, SHAPE.customers), *range(-1, SHAPE.customers)]:
        same_one(decide_one(bundle, query, only(customer)), decide(bundle, query, only(customer)))


def test_what_a_request_excludes_is_excluded_for_strangers_too() -> None:
    bundle, query = forgetful(), Query(n=5)
    first = decide_one(bundle, query, only(-1))
    second = decide_one(bundle, query, only(-1, (first.item[0],)))
    assert first.item[0] not in second.item


def test_the_second_stranger_is_answered_from_memory() -> None:
    bundle, query = forgetful(), Query(n=5)
    first = decide_one(bundle, query, only(-1))
    (key,) = bundle.strangers
    bundle.strangers[key] = replace(first, item=first.item[:1])
    assert decide_one(bundle, query, only(-1)).item == first.item[:1]
