"""What is no product is found by a general rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.shops import HEAD, Shop, export, read


def shop_of(folder: Path, items: str, events: str = HEAD + "c,100001,view,2024-05-01\n") -> Shop:
    return read(folder, export(folder, {"events.csv": events, "items.csv": items}))


def no_products(shop: Shop) -> list[str]:
    return [row[0] for row in shop.rows("SELECT item_id FROM item WHERE NOT is_product ORDER BY item")]


def hundred_numbered_items() -> str:
    return "".join(f"{100000 + number},Mug number {number}\n" for number in range(200))


@pytest.mark.parametrize("title", [
    "Postage", "DOTCOM POSTAGE", "Next Day Carriage", "Gift Voucher £10.00", "AMAZON FEE", "Manual", "Discount",
    "Adjustment by john on 26/01/2010", "This is a test product.", "Versandkosten", "Geschenkgutschein 25 €", "Pfand",
    "Frais de port", "Carte cadeau 50€", "Gastos de envío", "Tarjeta regalo", "Spese di spedizione", "Buono regalo",
    "Verzendkosten", "Cadeaubon", "Fraktkostnad", "Presentkort", "Koszt wysyłki", "Cartão presente", "E-Gift Card",
])  # fmt: skip
def test_a_fee_a_voucher_a_correction_or_a_test_is_no_product(tmp_path: Path, title: str) -> None:
    shop = shop_of(tmp_path, f'item_id,title\n100001,"{title}"\n100002,Kettle\n')
    assert no_products(shop) == ["100001"]


@pytest.mark.parametrize("title", [
    "Vintage postage stamp mug", "GOTHIC CARRIAGE LANTERN", "Gift card assortment", "Manual coffee grinder",
    "Delivery truck", "Sample case for jewellery", "Adjustable lamp", "Discount store sign",
    "Set of 6 test tubes", "Gutscheinbuch Wien", "Porto wine glass", "Tip-Kick football",
    "Service for twelve, porcelain", "Versandtasche A4", "Credit card holder", "Port", "Monster",
])  # fmt: skip
def test_a_thing_whose_name_holds_such_a_word_stays_a_product(tmp_path: Path, title: str) -> None:
    shop = shop_of(tmp_path, f'item_id,title\n100001,"{title}"\n100002,Kettle\n')
    assert no_products(shop) == []


def test_an_id_without_a_digit_is_strange_only_where_nearly_all_have_one(tmp_path: Path) -> None:
    items = "item_id,title\n" + hundred_numbered_items()
    assert no_products(shop_of(tmp_path / "a", items + "PADS,Pads to match all cushions\n")) == ["PADS"]
    words = "".join(f"mug-{'abcdefghij'[number]},Mug\n" for number in range(10))
    assert no_products(shop_of(tmp_path / "b", items + words)) == []


def priced(item: str, prices: list[float]) -> str:
    return "".join(f"c{number},{item},purchase,2024-05-01,{price}\n" for number, price in enumerate(prices))


def test_an_item_sold_at_its_own_price_each_time_is_an_amount_and_no_product(tmp_path: Path) -> None:
    wild, calm = [0.5 * 1.8**number for number in range(12)], [10.0 + number for number in range(12)]
    events = "customer_id,item_id,event_type,timestamp,price\n" + priced("100001", wild) + priced("100002", calm)
    shop = shop_of(tmp_path / "a", "item_id,title\n" + hundred_numbered_items(), events)
    assert no_products(shop) == ["100001"]
    finding = shop.finding("no_product")
    assert finding
    assert finding.examples == ("100001 Mug number 1: every sale at its own price",)
    haggled = events + priced("100003", wild) + priced("100004", wild)
    assert no_products(shop_of(tmp_path / "b", "item_id,title\n" + hundred_numbered_items(), haggled)) == []


def test_a_rare_shape_of_id_that_never_had_a_price_is_no_product(tmp_path: Path) -> None:
    items = "item_id,title\n" + hundred_numbered_items() + "DCGS55,\nDCGS56,Collar\n"
    events = "customer_id,item_id,event_type,timestamp,price\n" + priced("DCGS56", [3.0]) + priced("100001", [2.0])
    assert no_products(shop_of(tmp_path / "a", items, events)) == ["DCGS55"]
    assert no_products(shop_of(tmp_path / "b", items)) == []
