"""What is wrong with a row is named, and nothing of it is silently lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.columns import PURCHASE, RETURN
from data.errors import InputError
from data.reading.read import newest_moment
from tests.data.shops import HEAD, NOW, check, events_csv, export, found, read, read_csv


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_csv(tmp_path, "customer_id,item,event_type,timestamp\nc1,i1,view,2024-05-01\n")
    assert error.value.field == "events.csv: item_id"
    assert "has no column 'item_id', it has customer_id, item, event_type, timestamp" in error.value.detail


def test_a_column_that_the_mapping_names_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"columns.order_id.*no column 'Belegnr'.*Did you mean 'Beleg'"):
        read_csv(tmp_path, "customer_id,item_id,event_type,timestamp,Beleg\nc,i,view,2024-05-01,7\n",
                 '[mapping.events.columns]\norder_id = "Belegnr"')  # fmt: skip


def test_an_unknown_event_type_is_set_aside_and_found(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, events_csv("c1,i1,purchase,2024-05-01", "c1,i2,wishes,2024-05-01", "c1,i2,,2024-05-01"))
    assert shop.set_aside() == [("events", 2, "unknown event type"), ("events", 3, "unknown event type")]
    finding = shop.finding("unknown_event_type")
    assert finding
    assert (finding.count, finding.examples) == (2, ("(blank)", "wishes"))


def test_an_id_that_no_store_can_look_for_is_set_aside_wherever_it_stands(tmp_path: Path) -> None:
    lines = ("c\0d,i1,view,2024-05-01", "c1,i\0,view,2024-05-01", "c1,i1,view,2024-05-01")
    tables = {
        "events.csv": events_csv(*lines), "items.csv": "item_id,title\ni1,Mug\nj\0,Cup\n",
        "customers.csv": "customer_id,country\nc1,DE\nd\0,FR\n",
    }  # fmt: skip
    shop = read(tmp_path, export(tmp_path, tables))
    assert shop.rows("SELECT customer_id, item_id FROM customer, item") == [("c1", "i1")]
    reasons = [("customers", 2, "no customer_id"), ("events", 1, "no text in an id"), ("events", 2, "no text in an id")]
    assert shop.set_aside() == [*reasons, ("items", 2, "no item_id")]


def test_a_timestamp_that_cannot_be_read_is_set_aside_as_it_was(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, events_csv("c1,i1,view,2024-05-01", "c1,i1,view,yesterday", "c1,i1,view,1969-12-31"))
    assert [row[2] for row in shop.set_aside()] == ["timestamp cannot be read"] * 2
    finding = shop.finding("unreadable_timestamp")
    assert finding
    assert finding.examples == ("1969-12-31 00:00:00", "yesterday")
    assert "yesterday" in shop.reading.findings.set_aside.read_text()


def test_a_future_timestamp_is_found_and_does_not_set_as_of(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, events_csv(
        "c1,i1,view,2024-05-31 10:00:00", "c1,i1,view,2034-05-01", "c2,i1,view,2024-06-01T10:00:00"))  # fmt: skip
    assert [f.count for name in ("future_timestamp", "clock_skew") if (f := shop.finding(name))] == [1, 1]
    assert str(newest_moment(shop.con, NOW)) == "2024-05-31 10:00:01"


def test_negative_and_absent_prices_are_unknown_and_the_rows_stay(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, "customer_id,item_id,event_type,timestamp,price\n"
                    "c1,i1,purchase,2024-05-01,-3\nc1,i2,purchase,2024-05-01,\n"
                    "c1,i3,purchase,2024-05-01,2.5\n")  # fmt: skip
    assert shop.rows("SELECT price FROM event ORDER BY seq") == [(None,), (None,), (2.5,)]
    assert [f.count for name in ("negative_price", "absent_price") if (f := shop.finding(name))] == [1, 2]


def test_ids_of_mixed_types_are_one_customer(tmp_path: Path) -> None:
    lines = [
        '{"customer_id": 13085, "item_id": "00123", "event_type": "view", "timestamp": "2024-05-01T00:00:00Z"}',
        '{"customer_id": "13085", "item_id": "00123", "event_type": "view", "timestamp": "2024-05-02T00:00:00Z"}',
        '{"customer_id": 13085.0, "item_id": 123, "event_type": "view", "timestamp": "2024-05-03T00:00:00Z"}',
    ]
    shop = read(tmp_path, export(tmp_path, {"events.jsonl": "\n".join(lines)}))
    assert shop.rows("SELECT customer_id FROM customer") == [("13085",)]
    assert shop.rows("SELECT item_id FROM item ORDER BY item") == [("00123",), ("123",)]
    finding = shop.finding("mixed_item_ids")
    assert finding
    assert finding.examples == ("00123 and 123",)


def test_a_header_without_rows_leaves_nothing_to_learn_from(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no event is left that can be used \(the events are empty\)"):
        read_csv(tmp_path, HEAD)


def test_rows_that_are_all_bad_are_fatal_and_the_findings_say_why(tmp_path: Path) -> None:
    findings = check(tmp_path, export(tmp_path, {"events.csv": events_csv("c1,i1,boght,2024-05-01", "c1,i2,view,?")}))
    assert [finding.check for finding in findings.fatal] == ["no_usable_rows"]
    assert found(findings, "unknown_event_type")
    assert found(findings, "unreadable_timestamp")
    assert findings.set_aside_rows == 2
    assert any("rename the types" in line for line in findings.lines())


def test_one_customer_and_one_item_are_enough_to_read(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, events_csv("c1,i1,purchase,2024-05-01"))
    assert shop.events() == [("c1", "i1", PURCHASE, "2024-05-01 00:00:00")]
    assert [f.count for name in ("few_customers", "few_items") if (f := shop.finding(name))] == [1, 1]


def test_a_shop_that_only_browses_is_read_with_a_warning(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, events_csv("c1,i1,view,2024-05-01", "c1,i1,cart,2024-05-02"))
    assert len(shop.events()) == 2
    assert shop.rows("SELECT DISTINCT order_no FROM event") == [(-1,)]
    assert [name for name in ("no_purchases", "no_browsing") if shop.finding(name)] == ["no_purchases"]


def test_a_shop_without_browsing_is_read_with_a_note(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, events_csv("c1,i1,purchase,2024-05-01"))
    assert [name for name in ("no_purchases", "no_browsing") if shop.finding(name)] == ["no_browsing"]


def test_rows_that_repeat_another_count_once(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, events_csv(*["c1,i1,purchase,2024-05-01"] * 3, "c1,i1,purchase,2024-05-02"))
    assert len(shop.events()) == 2
    assert shop.set_aside() == [("events", 2, "duplicate"), ("events", 3, "duplicate")]


def test_lines_of_two_guests_are_no_duplicates(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, events_csv(",i1,purchase,2024-05-01", ",i1,purchase,2024-05-01"))
    assert len(shop.events()) == 2


def test_the_same_event_id_is_the_same_event(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, "event_id,customer_id,item_id,event_type,timestamp\n"
                    "e1,c1,i1,view,2024-05-01\ne1,c1,i1,view,2024-05-02\ne2,c1,i1,view,2024-05-01\n")  # fmt: skip
    assert [row[3] for row in shop.events()] == ["2024-05-01 00:00:00", "2024-05-01 00:00:00"]


def test_a_purchase_of_less_than_nothing_is_a_return(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, "customer_id,item_id,event_type,timestamp,quantity\n"
                    "c1,i1,purchase,2024-05-01,3\nc1,i1,purchase,2024-05-02,-1\n"
                    "c1,i2,purchase,2024-05-02,0\n")  # fmt: skip
    assert shop.rows("SELECT kind, quantity FROM event ORDER BY seq") == [(PURCHASE, 3.0), (RETURN, 1.0)]
    assert shop.set_aside() == [("events", 3, "quantity is zero")]


def test_rows_without_an_item_or_an_id_are_set_aside_in_every_table(tmp_path: Path) -> None:
    shop = read(tmp_path, export(tmp_path, {
        "events.csv": events_csv("c1,,view,2024-05-01", "c1,,sign_up,2024-05-01", "c1,i1,view,2024-05-01"),
        "items.csv": "item_id,title\n,Ghost\ni1,Mug\n",
        "customers.csv": "customer_id,country\n,AT\nc1,AT\n",
    }))  # fmt: skip
    assert shop.set_aside() == [
        ("customers", 1, "no customer_id"), ("events", 1, "no item"), ("items", 1, "no item_id")]  # fmt: skip
    assert len(shop.events()) == 2


def test_texts_that_a_spreadsheet_would_run_are_disarmed_in_the_set_aside_file(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, events_csv("=cmd|' /C calc'!A0,-5,boght,2024-05-01", "c,i,view,2024-05-01"))
    text = shop.reading.findings.set_aside.read_text()
    assert "'=cmd|" in text
    assert ",-5," in text


def test_a_quantity_that_is_a_formula_is_disarmed_too(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, f"{HEAD.strip()},quantity\nc,i,boght,2024-05-01,=1+1\nc,i,view,2024-05-01,1\n")
    assert ",'=1+1," in shop.reading.findings.set_aside.read_text()
