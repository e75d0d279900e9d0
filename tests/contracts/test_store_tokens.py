"""What every event store makes of what a browser says of a list: it speaks for one customer, and for no other."""

from __future__ import annotations

import pytest

from data.columns import CLICK, EXPOSURE
from data.stores.merging import merge
from data.stores.store import Store
from tests.contracts.stores import NIGHT, decided, event, rows, write

LAST = NIGHT + 1_000_000
OWN = {"of the customer": ("ann", ""), "of the guest": ("", "s"), "of nobody": ("", "")}


def marked(store: Store, decision_id: str) -> bool:
    """Whether the decision was shown or clicked."""
    return any(row[8] or row[9] for row in rows(store, "decision") if row[0] == decision_id)


def said(store: Store, kind: int, customer: str, session: str, by_token: int = 1) -> bool:
    """Whether what they say of `mail` is heard."""
    store.accept([event(1, customer, kind, session_id=session, decision_id="mail", t=LAST, by_token=by_token)])
    return marked(store, "mail")


@pytest.mark.parametrize("kind", [EXPOSURE, CLICK])
@pytest.mark.parametrize("whose", [("bob", ""), ("", "t"), ("bob", "t")], ids=str)
def test_a_browser_says_nothing_of_anothers_list_and_a_shop_does(
    store: Store, kind: int, whose: tuple[str, str]
) -> None:
    for customer, session in (("ann", ""), ("", "s")):
        write(store, [decided("mail", customer, session_id=session)])
        assert not said(store, kind, *whose)
    assert said(store, kind, *whose, by_token=0)


@pytest.mark.parametrize("kind", [EXPOSURE, CLICK])
@pytest.mark.parametrize("of", OWN.values(), ids=OWN)
def test_a_browser_says_what_became_of_its_own(store: Store, kind: int, of: tuple[str, str]) -> None:
    write(store, [decided("mail", of[0], session_id=of[1])])
    assert said(store, kind, "ann", "s")


@pytest.mark.parametrize("kind", [EXPOSURE, CLICK])
def test_a_session_speaks_for_the_customer_whose_it_is_and_a_customer_for_no_session_of_another(
    store: Store, kind: int
) -> None:
    write(store, [decided("mail", "ann")])
    merge(store, "s", "ann", NIGHT)
    assert not said(store, kind, "bob", "s")
    assert said(store, kind, "", "s")


def test_what_is_said_before_the_list_is_written_is_heard(store: Store) -> None:
    assert said(store, EXPOSURE, "ann", "")
    write(store, [decided("mail", "ann")])
    assert marked(store, "mail")
