"""Presets of shop platforms, each on a small file in the columns that its export has."""

from __future__ import annotations

from pathlib import Path

from data.columns import CANCEL, FAVOURITE, PURCHASE, VIEW
from tests.data.shops import export, read, read_preset

SHOPIFY_HEAD = (
    "Name,Email,Financial Status,Paid at,Accepts Marketing,Currency,Total,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Lineitem sku,Billing Country,Shipping Country,Cancelled at,Vendor,Tags\n"
)


def test_shopify_orders_are_filled_from_their_first_line_and_cancelled(tmp_path: Path) -> None:
    shop = read_preset(tmp_path, "shopify", {
        "orders_export_1.csv": SHOPIFY_HEAD
        + "#1001,ann@example.com,paid,2024-01-15 10:20:40 -0500,yes,USD,49.00,2024-01-15 10:20:30 -0500,1,"
        '"Shirt - M",29.00,SH-M,US,US,,Acme,vip\n'
        "#1001,,,,,,,,2,Mug,10.00,,,,,Acme,\n"
        "#1002,bob@example.com,voided,,no,USD,10.00,2024-01-16 10:00:00 -0500,1,Mug,10.00,,,DE,"
        "2024-01-16 12:00:00 -0500,Acme,\n",
    })  # fmt: skip
    assert sorted(shop.events(), key=lambda row: (row[3], row[1])) == [
        ("ann@example.com", "Mug", PURCHASE, "2024-01-15 15:20:30"),
        ("ann@example.com", "SH-M", PURCHASE, "2024-01-15 15:20:30"),
        ("bob@example.com", "Mug", PURCHASE, "2024-01-16 15:00:00"),
        ("bob@example.com", "Mug", CANCEL, "2024-01-16 17:00:00"),
    ]
    assert shop.rows("SELECT count(DISTINCT order_no) FROM event") == [(2,)]
    assert shop.rows("SELECT email_consent, country FROM customer ORDER BY customer") == [(True, "US"), (False, "DE")]
    assert shop.rows("SELECT title, brand, tags FROM item WHERE item_id = 'SH-M'") == [("Shirt - M", "Acme", None)]


def test_woocommerce_orders_have_lines_variations_guests_and_statuses(tmp_path: Path) -> None:
    order = (
        '{"id": %d, "status": "%s", "date_created_gmt": "2024-03-22T16:28:02",'
        ' "date_modified_gmt": "2024-03-23T08:00:00", "customer_id": %d, "billing": {"country": "DE"},'
        ' "line_items": [{"id": 315, "name": "Woo Single #1",'
        ' "product_id": 93, "variation_id": %d, "quantity": 2, "price": 3.5, "sku": ""}]}\n'
    )
    shop = read_preset(tmp_path, "woocommerce", {
        "orders.jsonl": order % (727, "processing", 5, 0) + order % (728, "cancelled", 5, 94)
        + order % (729, "completed", 0, 0) + order % (730, "failed", 6, 0),
    })  # fmt: skip
    assert sorted(shop.events(), key=str) == sorted([
        ("5", "93", PURCHASE, "2024-03-22 16:28:02"),
        ("5", "94", PURCHASE, "2024-03-22 16:28:02"),
        ("5", "94", CANCEL, "2024-03-23 08:00:00"),
        (None, "93", PURCHASE, "2024-03-22 16:28:02"),
    ], key=str)  # fmt: skip
    assert shop.rows("SELECT item_id, parent_id, title FROM item ORDER BY item") == [
        ("93", None, "Woo Single #1"), ("94", "93", "Woo Single #1")]  # fmt: skip
    assert shop.rows("SELECT count(DISTINCT family) FROM item") == [(1,)]
    assert [row[2] for row in shop.set_aside()] == ["dropped: never paid"]


GA4 = """\
{"event_date": "20240601", "event_timestamp": "1717200000000000", "event_name": "page_view", "user_pseudo_id": "1.2"}
{"event_date": "20240531", "event_timestamp": "1717156800000000", "event_name": "view_item", "user_pseudo_id": "1.2",\
 "event_params": [{"key": "ga_session_id", "value": {"int_value": "77"}}], "geo": {"country": "Austria"},\
 "items": [{"item_id": "SKU1", "item_name": "Tee", "item_brand": "(not set)", "item_category": "Apparel",\
 "item_category2": "Shirts", "price": 19.5, "quantity": 1}]}
{"event_date": "20240531", "event_timestamp": "1717156900000000", "event_name": "purchase", "user_id": "u7",\
 "user_pseudo_id": "1.2", "event_params": [{"key": "ga_session_id", "value": {"int_value": "77"}}],\
 "ecommerce": {"transaction_id": "T1"}, "items": [{"item_id": "SKU1", "item_name": "Tee", "price": 19.5,\
 "quantity": 2}, {"item_id": "SKU2", "item_name": "Cap", "price": 9.0, "quantity": 1}]}
{"event_date": "20240531", "event_timestamp": "1717157000000000", "event_name": "add_to_wishlist",\
 "user_pseudo_id": "3.4", "items": [{"item_id": "SKU2"}]}
"""


def test_ga4_events_are_unnested_by_item(tmp_path: Path) -> None:
    shop = read_preset(tmp_path, "ga4", {"events_20240531.jsonl": GA4})
    assert sorted(shop.events(), key=lambda row: (row[3], row[1])) == [
        ("1.2", "SKU1", VIEW, "2024-05-31 12:00:00"),
        ("u7", "SKU1", PURCHASE, "2024-05-31 12:01:40"),
        ("u7", "SKU2", PURCHASE, "2024-05-31 12:01:40"),
        ("3.4", "SKU2", FAVOURITE, "2024-05-31 12:03:20"),
    ]
    assert shop.rows("SELECT title, category, brand FROM item ORDER BY item") == [
        ("Tee", "Apparel > Shirts", None), ("Cap", None, None)]  # fmt: skip
    assert shop.rows("SELECT count(DISTINCT session_no) FROM event WHERE session_no >= 0") == [(1,)]
    assert shop.rows("SELECT country FROM customer WHERE customer_id = '1.2'") == [("Austria",)]


def test_ga4_reads_nested_parquet_as_it_reads_json(tmp_path: Path) -> None:
    source = export(tmp_path, {"plain/events_20240531.jsonl": GA4})
    shop = read_preset(tmp_path / "a", "ga4", {"events_20240531.jsonl": GA4})
    nested = tmp_path / "nested" / "events_20240531.parquet"
    nested.parent.mkdir()
    shop.con.read_json(f"{source}/plain/events_20240531.jsonl").write_parquet(str(nested))
    again = read(tmp_path / "b", nested.parent, '[mapping]\npreset = "ga4"')
    assert sorted(again.events(), key=str) == sorted(shop.events(), key=str)


def test_a_merchant_feed_is_the_catalogue_of_the_events_beside_it(tmp_path: Path) -> None:
    shop = read_preset(tmp_path, "google_merchant", {
        "events.csv": "customer_id,item_id,event_type,timestamp\nc1,A2B4,purchase,2024-05-01\n",
        "items.tsv": "id\ttitle\tdescription\tlink\timage link\tavailability\tprice\tsale price\tbrand\t"
        "google product category\tproduct type\titem group id\n"
        "A2B4\tMen's Pique Polo\tSoft\thttps://e.example/a\thttps://e.example/a.jpg\tin_stock\t15.00 USD\t"
        "12.50 USD\tAcme\tApparel > Tops\tHome > Men > Polos\tAB\n"
        "A2B5\tMen's Pique Polo L\tSoft\thttps://e.example/b\t\tout of stock\t15.00 USD\t\tAcme\t"
        "Apparel > Tops\t\tAB\n",
    })  # fmt: skip
    assert shop.rows(
        "SELECT item_id, title, category, price, regular_price, in_stock, image_url, parent_id FROM item ORDER BY item"
    ) == [
        ("A2B4", "Men's Pique Polo", "Home > Men > Polos", 12.5, 15.0, True, "https://e.example/a.jpg", "AB"),
        ("A2B5", "Men's Pique Polo L", "Apparel > Tops", 15.0, 15.0, False, None, "AB"),
    ]
    assert shop.rows("SELECT count(DISTINCT family) FROM item") == [(1,)]
