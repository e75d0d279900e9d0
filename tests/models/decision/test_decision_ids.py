"""The id of a decision: the same question and list has the same, a campaign has its own, and the list is the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.arrays import Ragged
from models.decision.decide import decide, decide_one, decision_ids
from models.decision.query import Query, Since, Whom
from tests.models.decision.test_decide_property import same
from tests.models.shops import ShopShape, random_bundle

SHOP = replace(random_bundle(ShopShape(1, 40, 12, 160)), id="b1")
THIRD = Whom.of(np.array([3], dtype=np.int32))
GUEST = Whom.of(np.array([-1], dtype=np.int32))


def id_of(campaign: str = "", customer: str = "c3", shown: bytes = b"list") -> str:
    return decision_ids(SHOP, Query(n=4, campaign=campaign), THIRD, [shown], [customer])[0]


def test_without_a_campaign_an_id_is_what_it_was_before_there_were_any() -> None:
    assert id_of() == "01f1aae2b3206bb0165ed147"


def test_a_retry_of_a_campaign_has_the_same_id_and_another_campaign_has_another() -> None:
    assert id_of("spring") == id_of("spring")
    assert len({id_of(), id_of("spring"), id_of("summer"), id_of("spring", shown=b"other")}) == 4


def test_no_letter_slips_from_the_campaign_into_the_customer() -> None:
    assert len({id_of("ab", "c"), id_of("a", "bc"), id_of("", "abc"), id_of("", "ab|c")}) == 4


def test_guests_who_are_shown_the_same_have_decisions_of_their_own() -> None:
    def of_guest(session: str, customer: str = "") -> str:
        return decision_ids(SHOP, Query(n=4), GUEST, [b"list"], [customer], session)[0]

    assert len({of_guest(""), of_guest("s1"), of_guest("s2"), of_guest("", "s1")}) == 4
    assert of_guest("s1", "c3") == of_guest("s2", "c3")


def test_what_others_of_a_batch_did_has_no_say_in_ones_id() -> None:
    whom = Whom.of(np.array([3, 4], dtype=np.int32))
    seen = Ragged.of(np.array([1]), np.array([5], dtype=np.int32), 2)
    busy = replace(whom, since=Since(seen, np.zeros(1, np.uint8), np.zeros(1, np.float32)))
    alone = [id_of(), decision_ids(SHOP, Query(n=4), whom.take(np.array([1])), [b"list"], ["c4"])[0]]
    together = decision_ids(SHOP, Query(n=4), busy, [b"list", b"list"], ["c3", "c4"])
    assert together[0] == alone[0]
    assert together[1] != alone[1]


def test_the_campaign_has_no_say_in_what_is_shown() -> None:
    for whom in (THIRD, GUEST):
        same(decide(SHOP, Query(n=4, campaign="spring"), whom), decide(SHOP, Query(n=4), whom))


def test_strangers_of_all_campaigns_share_what_is_remembered() -> None:
    SHOP.strangers.clear()
    for campaign in ("", "spring", "summer"):
        decide_one(SHOP, Query(n=4, campaign=campaign), GUEST)
    assert len(SHOP.strangers) == 1
