"""Every check finds what it is for, and a healthy shop has no warning."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from data.checks import CHECKS
from data.checks.check import EXAMPLES, LEVELS
from tests.data.shops import HEAD, NOW, check, export, found

WIDE = "customer_id,item_id,event_type,timestamp,quantity,price,order_id,session_id\n"
YESTERDAY = "2024-05-31 10:00"


def one(row: str) -> dict[str, str | bytes]:
    return {"events.csv": WIDE + row + "\n"}


def weeks(per_week: list[int]) -> dict[str, str | bytes]:
    """Views of the weeks before now, newest first."""
    rows = [
        f"c{number},i1,view,{NOW - timedelta(days=7 * week + 1, minutes=number)},,,,\n"
        for week, views in enumerate(per_week)
        for number in range(views)
    ]
    return {"events.csv": WIDE + "".join(rows)}


WORLDS: dict[str, dict[str, str | bytes]] = {
    "no_usable_rows": one("c,i,wishes,2024-05-31,,,,"),
    "nothing_yet": one("c,i,view,2034-05-31,,,,"),
    "old_data": one("c,i,view,2024-05-20,,,,"),
    "volume_drop": weeks([4, 10, 10, 10, 10, 10]),
    "no_purchases": one(f"c,i,view,{YESTERDAY},,,,"),
    "no_browsing": one(f"c,i,purchase,{YESTERDAY},,,,"),
    "few_customers": one(f"c,i,view,{YESTERDAY},,,,"),
    "few_items": one(f"c,i,view,{YESTERDAY},,,,"),
    "guests": one(f",i,purchase,{YESTERDAY},1,2,o,"),
    "not_a_row": one(f"c,i,view,{YESTERDAY},,,,\nc,i"),
    "unknown_event_type": one("c,i,wishes,2024-05-31,,,,"),
    "unreadable_timestamp": one("c,i,view,soon,,,,"),
    "future_timestamp": one("c,i,view,2024-06-03,,,,"),
    "clock_skew": one("c,i,view,2024-06-01 08:00,,,,"),
    "no_item": one(f"c,,view,{YESTERDAY},,,,"),
    "odd_id": one(f"c\0d,i,view,{YESTERDAY},,,,"),
    "unreadable_number": one(f"c,i,purchase,{YESTERDAY},two,,,"),
    "negative_price": one(f"c,i,purchase,{YESTERDAY},1,-2,,"),
    "absent_price": one(f"c,i,purchase,{YESTERDAY},1,,,\nc,j,purchase,{YESTERDAY},1,2,,"),
    "zero_quantity": one(f"c,i,purchase,{YESTERDAY},0,2,,"),
    "write_off": one(f",i,purchase,{YESTERDAY},-4,0,,"),
    "dropped": one(f"c,tester,view,{YESTERDAY},,,,"),
    "duplicate": one(f"c,i,view,{YESTERDAY},,,,\nc,i,view,{YESTERDAY},,,,"),
    "return_without_purchase": one(f"c,i,return,{YESTERDAY},1,2,,"),
    "case_twins": one(f"c,i,view,{YESTERDAY},,,,\nc,I,view,{YESTERDAY},,,,"),
    "customer_case_twins": one(f"c,i,view,{YESTERDAY},,,,\nC,i,view,{YESTERDAY},,,,"),
    "mixed_customer_ids": one(f"07,i,view,{YESTERDAY},,,,\n7,i,view,{YESTERDAY},,,,"),
    "mixed_item_ids": one(f"c,07,view,{YESTERDAY},,,,\nc,7,view,{YESTERDAY},,,,"),
    "placeholder_customer": one(f"null,i,view,{YESTERDAY},,,,"),
    "shared_order": one(f"c,i,purchase,{YESTERDAY},,,o,\nd,i,purchase,{YESTERDAY},,,o,"),
    "orphan": {**one(f"c,ghost,view,{YESTERDAY},,,,"), "items.csv": "item_id,title\ni,Mug\n"},
    "repeated_item": {**one(f"c,i,view,{YESTERDAY},,,,"), "items.csv": "item_id,title\ni,Mug\ni,Cup\n"},
    "no_product": {**one(f"c,i,view,{YESTERDAY},,,,"), "items.csv": "item_id,title\ni,Postage\n"},
    **{
        f"no_{column}": {"events.csv": f"{HEAD}c,i,view,{YESTERDAY}\n"}
        for column in (
            "order_id", "price", "quantity", "session_id", "title", "category", "brand", "in_stock", "parent_id",
            "email_consent", "country",
        )
    },
}  # fmt: skip

OF_THE_STORE = ("told_twice", "erased")
"""Found only where there is an event store: tests/data/test_store_as_source.py."""
RULE = '[mapping.events.drop.tests]\ncolumn = "item_id"\nvalues = ["tester"]'


@pytest.mark.parametrize("name", [check.name for check in CHECKS if check.name not in OF_THE_STORE])
def test_a_check_finds_what_it_is_for(tmp_path: Path, name: str) -> None:
    finding = found(check(tmp_path, export(tmp_path, WORLDS[name]), RULE), name)
    assert finding
    assert finding.count >= 1


def a_healthy_shop() -> dict[str, str | bytes]:
    """Sixty customers who looked at, bought and sometimes returned some of a dozen things, until yesterday."""
    rows: list[str] = []
    for number in range(60):
        then = NOW - timedelta(days=1 + number % 40, minutes=number)
        said = f"c{number},{1000 + number % 12}"
        rows.append(f"{said},view,{then - timedelta(minutes=5)},,,,s{number}\n")
        rows.append(f"{said},purchase,{then},2,{5 + number % 12},o{number},s{number}\n")
    rows.append(f"c0,1000,return,{NOW - timedelta(hours=1)},1,5,o0,\n")
    items = "".join(f"{1000 + n},Mug {n},Home > Mugs,Acme,{5 + n},true,\n" for n in range(12))
    return {
        "events.csv": WIDE + "".join(rows),
        "items.csv": "item_id,title,category,brand,price,in_stock,parent_id\n"
        + items
        + "1012,Mug 12,Home,Acme,5,true,1000\n",
        "customers.csv": "customer_id,email_consent,country\n" + "".join(f"c{n},yes,AT\n" for n in range(60)),
    }


def test_a_healthy_shop_has_nothing_to_complain_of(tmp_path: Path) -> None:
    assert check(tmp_path, export(tmp_path, a_healthy_shop())).rows == ()


def test_findings_are_ordered_by_level_and_say_what_they_cost(tmp_path: Path) -> None:
    findings = check(tmp_path, export(tmp_path, WORLDS["no_usable_rows"]))
    levels = [LEVELS.index(finding.level) for finding in findings.rows]
    assert levels == sorted(levels)
    text = "\n".join(findings.lines())
    assert all(finding.says in text and finding.costs in text for finding in findings.rows)
    assert "such as wishes" in text


def test_a_finding_shows_ten_examples_those_with_most_rows_first(tmp_path: Path) -> None:
    rows = "".join(f"c,i,type{number:02},{YESTERDAY}\n" * (1 + (number == 17)) for number in range(20))
    finding = found(check(tmp_path, export(tmp_path, {"events.csv": HEAD + rows})), "unknown_event_type")
    assert finding
    assert finding.count == 21
    assert finding.examples == ("type17", *[f"type{number:02}" for number in range(EXAMPLES - 1)])


def test_names_of_checks_are_all_different() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
