"""What every event store promises of decisions: what was shown, what was clicked, and to whom."""

from __future__ import annotations

import time

import pytest

from data.columns import CLICK, EXPOSURE, SEND, VIEW
from data.stores import writer
from data.stores.erasing import held
from data.stores.rows import NOTHING_READ, Decided, Event, Showing
from data.stores.statements import MOST_CLICKED
from data.stores.store import Store
from tests.contracts.stores import NIGHT, decided, event, looks, rows, told, whose, write

LAST = NIGHT + 1_000


def shown(store: Store, customer: str = "", session: str = "", after: int = 0, most: int = 9) -> list[str]:
    """The decisions whose lists were shown, newest first."""
    showings = store.told(whose(customer, session), NOTHING_READ, looks(after, most)).showings
    return [showing.items[0] for showing in showings]


def test_what_was_answered_is_told_as_it_was(store: Store) -> None:
    write(store, [decided("d", "ann", LAST, placement="area", campaign="may")._replace(items='["a","ü\\"",""]')])
    assert told(store, "ann").showings == [Showing("area", "may", LAST, clicked=False, listed='["a","ü\\"",""]')]


def test_the_newest_showings_come_first_after_a_moment_and_no_more_than_asked(store: Store) -> None:
    write(store, [decided(f"d{n}", "ann", NIGHT + n) for n in (2, 4, 1, 3)])
    assert shown(store, "ann") == ["d4", "d3", "d2", "d1"]
    assert shown(store, "ann", most=2) == ["d4", "d3"]
    assert shown(store, "ann", after=NIGHT + 2) == ["d4", "d3"]
    assert shown(store, "ann", most=0) == []


def test_showings_that_are_fewer_than_asked_are_not_told(store: Store) -> None:
    write(store, [decided(f"d{number}", "ann", LAST + number) for number in range(3)])
    for after, least, many in ((0, 3, 3), (0, 4, 0), (LAST, 2, 2), (LAST, 3, 0)):
        assert len(told(store, "ann", after=after, least=least).showings) == many


def test_showings_of_one_moment_come_in_one_order_whichever_was_written_first(store: Store) -> None:
    for number, ids in enumerate((("c", "a", "b"), ("b", "c", "a"))):
        write(store, [decided(name + str(number), f"ann{number}", NIGHT) for name in ids])
        assert shown(store, f"ann{number}", most=2) == [f"c{number}", f"b{number}"]


def test_a_customers_showings_and_a_guests_are_apart(store: Store) -> None:
    write(store, [decided("own", "ann", LAST), decided("guest", "", LAST, session_id="s"), decided("no", "bob", LAST)])
    assert shown(store, "ann") == shown(store, "ann", "s") == ["own"]
    assert shown(store, session="s") == ["guest"]


def test_the_same_answer_given_again_is_one_showing(store: Store) -> None:
    write(store, [decided("d", "ann", LAST), decided("d", "ann", LAST), decided("d", "ann", LAST + 1)])
    assert [showing.shown_at for showing in told(store, "ann").showings] == [LAST + 1]


@pytest.mark.parametrize("kind", [SEND, EXPOSURE], ids=["sent", "seen"])
@pytest.mark.parametrize("early", [False, True], ids=["after the answer", "before it is written"])
def test_a_mail_counts_as_shown_once_it_is_said_to_be(store: Store, kind: int, early: bool) -> None:
    answered = [decided("mail", "ann"), decided("other", "ann")]
    if not early:
        write(store, answered)
        assert shown(store, "ann") == []
    store.accept([event(1, "ann", kind, decision_id="mail", t=LAST)])
    if early:
        write(store, answered)
    assert [(showing.items, showing.shown_at) for showing in told(store, "ann").showings] == [(["mail"], LAST)]


def test_a_mail_that_was_sent_stays_shown_when_it_is_answered_again(store: Store) -> None:
    write(store, [decided("mail", "ann")])
    store.accept([event(1, "ann", SEND, decision_id="mail", t=LAST)])
    write(store, [decided("mail", "ann")])
    assert [showing.shown_at for showing in told(store, "ann").showings] == [LAST]


def test_what_is_said_of_one_decision_again_counts_by_its_last_moment(store: Store) -> None:
    write(store, [decided("mail", "ann")])
    store.accept([event(n, "ann", SEND, decision_id="mail", t=LAST - n) for n in (3, 1, 2)])
    assert [showing.shown_at for showing in told(store, "ann").showings] == [LAST - 1]


@pytest.mark.parametrize("early", [False, True], ids=["after the answer", "before it is written"])
def test_a_click_is_known_and_a_look_with_the_same_decision_is_none(store: Store, early: bool) -> None:
    answered = [decided("clicked", "ann", LAST), decided("looked at", "ann", LAST + 1)]
    said = [event(1, "ann", CLICK, decision_id="clicked"), event(2, "ann", VIEW, decision_id="looked at")]
    for step in (1, 2) if early else (2, 1):
        if step == 1:
            store.accept(said)
        else:
            write(store, answered)
    assert [(one.items[0], one.clicked) for one in told(store, "ann").showings] == [
        ("looked at", False),
        ("clicked", True),
    ]


@pytest.mark.parametrize("lists", [1, 63, 64, 65, 200])
def test_any_number_of_lists_is_written_at_once_and_the_same_one_again_is_one(store: Store, lists: int) -> None:
    each = [decided(f"d{nth}", f"c{nth}", LAST, campaign="old") for nth in range(lists)]
    write(store, [*each, *(one._replace(campaign="new") for one in each)])
    found = {f"c{nth}": told(store, f"c{nth}").showings for nth in range(lists)}
    assert found == {
        f"c{nth}": [Showing("cart", "new", LAST, clicked=False, listed=f'["d{nth}"]')] for nth in range(lists)
    }


def clicks(*items: str) -> list[Event]:
    """A click on each of them, '' for the list as a whole."""
    return [
        event(n, "ann", CLICK, event_id=f"click {n} on {item}", item_id=item, decision_id="d")
        for n, item in enumerate(items)
    ]


def clicked(store: Store) -> list[str]:
    """The items of the list that were clicked, by what a customer and what many are told."""
    (showing,) = told(store, "ann").showings
    assert store.told_of_many(["ann"], NOTHING_READ, looks())["ann"].showings == [showing]
    assert showing.clicked
    return showing.clicked_items


@pytest.mark.parametrize("early", [False, True], ids=["after the answer", "before it is written"])
def test_a_click_on_an_item_is_of_that_item_once(store: Store, early: bool) -> None:
    answered, odd = decided("d", "ann", LAST), ['"', '"a', 'a"', "ü\n", "%", "A", "a,", ","]
    if not early:
        write(store, [answered])
    store.accept(clicks("a", *odd))
    store.accept([*clicks("a", *odd), *clicks("b", "a", '"')])
    if early:
        write(store, [answered])
    write(store, [answered])
    assert clicked(store) == ["a", *odd, "b"]
    assert held(store, "ann")["decisions"][0]["clicked"].startswith('"a"')


@pytest.mark.parametrize("items", [("a", "", "b"), ("", "a"), ("a", "")])
def test_a_list_that_was_clicked_as_a_whole_stays_so(store: Store, items: tuple[str, ...]) -> None:
    write(store, [decided("d", "ann", LAST)])
    for one in clicks(*items):
        store.accept([one])
    assert clicked(store) == []


def test_of_one_list_no_more_items_are_clicked_than_a_list_has(store: Store) -> None:
    write(store, [decided("d", "ann", LAST)])
    for start in (0, 150, 300):
        store.accept(clicks(*(f"i{n}" for n in range(start, start + 150))))
    assert clicked(store) == [f"i{n}" for n in range(MOST_CLICKED)]


def test_all_that_is_known_of_an_answer_is_kept(store: Store) -> None:
    full = Decided("d", "ann", "", "area", "may", "bundle", "arm", NIGHT, LAST, '["a"]', "[0.5]")
    write(store, [full])
    assert rows(store, "decision") == [(*full[:9], None, *full[9:], "")]


def test_decisions_wait_in_memory_up_to_a_number_and_the_rest_is_left_out(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.stores.writer.MOST_WAITING", 3)
    with store.database.writing():
        taken = [store.decided([decided(f"d{step}{n}", "ann", LAST) for n in range(5)]) for step in range(3)]
    assert taken[0] == 3
    assert sum(taken) <= 6
    store.writer.room(1, 60)
    write(store, [decided("last", "ann", LAST)])
    assert len(shown(store, "ann", most=99)) == sum(taken) + 1


def test_decisions_wait_for_others_of_their_kind_and_are_written_without_being_asked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "LINGER_SECONDS", 60.0)
    store.decided([decided("d", "ann", LAST)])
    store.accept([event(1, "ann")])
    assert rows(store, "decision") == []
    store.accept([])
    assert len(rows(store, "decision")) == 1
    monkeypatch.setattr(writer, "LINGER_SECONDS", 0.01)
    store.decided([decided("e", "ann", LAST)])
    while len(rows(store, "decision")) < 2:
        time.sleep(0.01)
