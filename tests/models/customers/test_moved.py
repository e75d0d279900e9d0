"""Two nights compared."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from data.facts.engine import customer_facts_at, facts_at
from data.strings import Strings
from models.customers.moved import CAUSES, Moves, Night, compared, matched
from models.customers.table import CustomerTable, labelled
from models.segments.people import People, people
from tests.worlds import Did, T, world

STAGES = ("regular", "cooling", "lapsed", "vip")


def night(ids: str, stages: str, at: float, settings: str = "s", last_order: str = "") -> Night:
    """A customer per letter; a stage per letter (r, c, l, v; - is none); days since the last order per digit."""
    code = np.array(["rclv".index(each) if each != "-" else -1 for each in stages], dtype=np.int32)
    late = np.array([int(each) for each in last_order or "9" * len(ids)], dtype=np.float32)
    orders = np.ones(len(ids), dtype=np.int32)
    table = CustomerTable({"last_order_days": late, "orders": orders}, {"lifecycle": labelled(code, STAGES)}, {})
    return Night(Strings.of(ids), table, settings, at)


def moves(last: Night, tonight: Night) -> Moves:
    (found,) = compared(last, tonight)
    return found


def causes(found: Moves) -> dict[int, str]:
    return {customer: CAUSES[cause] for customer, cause in zip(found.moved.tolist(), found.cause.tolist(), strict=True)}


def test_customers_are_matched_by_id_whatever_their_numbers() -> None:
    assert matched(Strings.of("abd"), Strings.of("acdb")).tolist() == [0, -1, 2, 1]


def test_the_matrix_counts_from_and_to_newcomers_and_who_is_gone() -> None:
    found = moves(night("abcd", "rrc-", 0), night("abde", "rclc", 1))
    assert found.before == found.after == ("", *STAGES)
    assert found.counts.tolist() == [[0, 0, 0, 1, 0], [0, 1, 1, 0, 0], [0] * 5, [0] * 5, [0] * 5]
    assert found.size_before.tolist() == [1, 2, 1, 0, 0]
    assert found.size_after.tolist() == [0, 1, 2, 1, 0]
    assert found.newcomers.tolist() == [0, 0, 1, 0, 0]
    assert found.gone.tolist() == [0, 0, 1, 0, 0]
    assert (found.moved.tolist(), found.was.tolist()) == ([1, 2], [1, 0])


def test_why_is_data_where_something_was_done_time_where_it_leads_there_else_the_model() -> None:
    """Ann ordered, Bob only got older, Cid came back without doing anything: the bar must have moved."""
    found = moves(night("abc", "crl", 0), night("abc", "rcc", 1, last_order="099"))
    assert causes(found) == {0: "data", 1: "time", 2: "model"}
    assert found.causes() == {"data": 1, "settings": 0, "time": 1, "model": 1}


def test_time_alone_makes_nobody_better_and_leads_to_no_neighbour() -> None:
    found = moves(night("abc", "rcv", 0), night("abc", "vrr", 1))
    assert causes(found) == {0: "model", 1: "model", 2: "model"}


def test_other_settings_are_why_unless_the_customer_did_something() -> None:
    found = moves(night("ab", "cc", 0), night("ab", "rr", 1, settings="t", last_order="09"))
    assert causes(found) == {0: "data", 1: "settings"}


def test_labels_are_compared_by_name_not_by_number() -> None:
    last, tonight = night("ab", "rc", 0), night("ab", "rc", 1)
    labels = {"lifecycle": labelled(np.array([1, 0], dtype=np.int32), ("cooling", "regular"))}
    found = moves(last, Night(tonight.ids, CustomerTable(tonight.table.numbers, labels, {}), "s", 1))
    assert len(found.moved) == 0


def test_a_column_that_one_night_lacks_is_not_compared() -> None:
    bare = CustomerTable({}, {}, {})
    assert compared(Night(Strings.of("a"), bare, "s", 0), night("a", "r", 1)) == ()


def test_two_nights_of_one_shop() -> None:
    """Bob orders for the second time in the last week; Cid appears; Ann only ages."""
    regulars = [Did(each, "purchase", 0, day, order=int(10 * day) + each) for each in (3, 4, 5) for day in
                (200.0, 170.0, 140.0, 110.0, 80.0, 50.0, 20.0)]  # fmt: skip
    events = [
        *regulars, Did(0, "purchase", 0, 22, order=1), Did(1, "purchase", 0, 60, order=2),
        Did(1, "purchase", 0, 3, order=3), Did(2, "purchase", 0, 2, order=4),
    ]  # fmt: skip
    con = world(["mug"], ["ann", "bob", "cid", "dan", "eve", "fay"], events)
    nights: list[Night] = []
    for back in (7, 0):
        known = customer_facts_at(con, facts_at(con, T - timedelta(days=back), past=back > 0))
        nights.append(Night(known.facts.customers.id, people(known, People()), "s", 7.0 - back))
    found = next(each for each in compared(*nights) if each.column == "lifecycle")
    why = causes(found)
    assert why[1] == why[2] == "data"
    assert set(why) - {1, 2} <= {0}
    assert found.counts.sum() == 6
