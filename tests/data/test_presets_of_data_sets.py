"""Presets of published data sets, each on a small file in the columns that it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.columns import CART, PURCHASE, RETURN, VIEW
from data.errors import InputError
from tests.data.shops import read_preset


def test_uci_lines_become_purchases_and_returns_in_utc(tmp_path: Path) -> None:
    shop = read_preset(tmp_path, "uci_online_retail", {
        "online_retail_II.csv": "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"
        "489434,85048,15CM CHRISTMAS GLASS BALL,12,2010-07-01 07:45:00,6.95,13085.0,United Kingdom\n"
        "C489449,85048,15CM CHRISTMAS GLASS BALL,-2,2010-07-02 10:33:00,6.95,13085.0,United Kingdom\n"
        "489464,21733,85123a mixed,-96,2010-07-02 10:52:00,0.0,,United Kingdom\n",
    })  # fmt: skip
    assert shop.events() == [
        ("13085", "85048", PURCHASE, "2010-07-01 06:45:00"),
        ("13085", "85048", RETURN, "2010-07-02 09:33:00"),
    ]
    assert shop.rows("SELECT customer_id, country FROM customer") == [("13085", "United Kingdom")]
    assert shop.rows("SELECT title FROM item WHERE item_id = '85048'") == [("15CM CHRISTMAS GLASS BALL",)]
    assert shop.set_aside() == [("events", 3, "write-off")]


def test_what_the_shop_says_is_laid_over_the_read_preset(tmp_path: Path) -> None:
    first_edition = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,85048,1,2010-07-01 07:45,2.5,7\n"
    columns = 'columns = { order_id = "InvoiceNo", price = "UnitPrice" }'
    shop = read_preset(tmp_path, "uci_online_retail", {"events.csv": first_edition},
                  f'[mapping.events]\ntime_zone = "Europe/Vienna"\n{columns}')  # fmt: skip
    assert shop.events() == [("7", "85048", PURCHASE, "2010-07-01 05:45:00")]
    assert shop.rows("SELECT order_no, price FROM event") == [(0, 2.5)]


def test_retailrocket_has_milliseconds_a_category_tree_and_properties(tmp_path: Path) -> None:
    shop = read_preset(tmp_path, "retailrocket", {
        "events.csv": "timestamp,visitorid,event,itemid,transactionid\n"
        "1433221332117,257597,view,355908,\n1433224214164,992329,addtocart,248676,\n"
        "1433221999827,111016,transaction,318965,4000\n",
        "item_properties_part1.csv": "timestamp,itemid,property,value\n"
        "1435460400000,318965,categoryid,1338\n1441508400000,318965,categoryid,9\n",
        "item_properties_part2.csv": "timestamp,itemid,property,value\n"
        "1441508400000,318965,available,0\n1431226800000,318965,available,1\n1431226800000,318965,888,n552\n",
        "category_tree.csv": "categoryid,parentid\n1016,213\n213,\n1338,1016\n",
    })  # fmt: skip
    assert shop.events() == [
        ("257597", "355908", VIEW, "2015-06-02 05:02:12.117"),
        ("992329", "248676", CART, "2015-06-02 05:50:14.164"),
        ("111016", "318965", PURCHASE, "2015-06-02 05:13:19.827"),
    ]
    assert shop.rows("SELECT category, in_stock FROM item WHERE item_id = '318965'") == [("213 > 1016 > 1338", False)]
    assert shop.rows("SELECT order_no >= 0 FROM event ORDER BY seq") == [(False,), (False,), (True,)]


def test_rees46_months_are_one_log_with_category_and_brand(tmp_path: Path) -> None:
    head = "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n"
    shop = read_preset(tmp_path, "rees46", {
        "2019-Oct.csv": head + "2019-10-01 00:00:00 UTC,view,44600062,2103807459595387724,,shiseido,35.79,"
        "541312140,72d76fde\n",
        "2019-Nov.csv": head + "2019-11-01 00:00:01 UTC,purchase,1003461,2053013555631882655,electronics.smartphone,"
        "xiaomi,489.07,520088904,4d3b30da\n",
    })  # fmt: skip
    assert sorted(shop.events()) == [
        ("520088904", "1003461", PURCHASE, "2019-11-01 00:00:01"),
        ("541312140", "44600062", VIEW, "2019-10-01 00:00:00"),
    ]
    assert shop.rows("SELECT item_id, category, brand, price FROM item ORDER BY item") == [
        ("1003461", "electronics > smartphone", "xiaomi", None),
        ("44600062", None, "shiseido", None),
    ]
    assert shop.rows("SELECT count(DISTINCT session_no), min(session_no) FROM event") == [(2, 0)]


def test_instacart_keeps_the_rhythm_and_ends_all_customers_on_one_day(tmp_path: Path) -> None:
    shop = read_preset(tmp_path, "instacart", {
        "orders.csv": "order_id,user_id,eval_set,order_number,order_dow,order_hour_of_day,days_since_prior_order\n"
        "10,1,prior,1,2,08,\n11,1,prior,2,3,07,15.0\n12,1,test,3,3,09,30.0\n20,2,prior,1,0,10,\n",
        "order_products__prior.csv": "order_id,product_id,add_to_cart_order,reordered\n10,196,1,0\n11,196,1,1\n"
        "20,7,1,0\n",
        "products.csv": "product_id,product_name,aisle_id,department_id\n196,Soda,77,7\n7,Tea,94,7\n",
        "aisles.csv": "aisle_id,aisle\n77,soft drinks\n94,tea\n",
        "departments.csv": "department_id,department\n7,beverages\n",
    })  # fmt: skip
    assert sorted(shop.events(), key=lambda row: (row[0], row[3])) == [
        ("1", "196", PURCHASE, "2017-03-19 08:00:00"),
        ("1", "196", PURCHASE, "2017-04-03 07:00:00"),
        ("2", "7", PURCHASE, "2017-05-03 10:00:00"),
    ]
    assert shop.rows("SELECT title, category FROM item WHERE item_id = '196'") == [("Soda", "beverages > soft drinks")]


def test_an_unknown_preset_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no preset 'ucy'; there are: ga4, google_merchant"):
        read_preset(tmp_path, "ucy", {"events.csv": "a\n1\n"})
