"""What a mapping may say, each part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.columns import CART, PURCHASE
from data.errors import InputError
from tests.data.shops import HEAD, export, read, read_csv

GERMAN = """\
Kunde;Artikel;Vorgang;Datum;Menge;Preis;Kanal
7;Tee;Verkauf;01.05.2024;2;1.234,50 €;web
8;Tasse;Verkauf;02.05.2024;1;3,90;test
8;Tasse;Korb;02.05.2024;1;;web
"""
MAPPING = """
[mapping.events]
timestamp_format = "%d.%m.%Y"
decimal = ","
delimiter = ";"

[mapping.events.columns]
customer_id = "Kunde"
item_id = "Artikel"
event_type = "Vorgang"
timestamp = "Datum"
quantity = "Menge"
price = "Preis"

[mapping.events.values.event_type]
Verkauf = "purchase"
Korb = "cart"

[mapping.events.drop."orders of our own tests"]
column = "Kanal"
values = ["test"]
"""


def test_columns_values_formats_and_named_rules_are_applied(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, GERMAN, MAPPING)
    assert [row[:3] for row in shop.events()] == [("7", "Tee", PURCHASE), ("8", "Tasse", CART)]
    assert shop.rows("SELECT price, quantity FROM event ORDER BY seq") == [(1234.5, 2.0), (None, 1.0)]
    assert shop.set_aside() == [("events", 2, "dropped: orders of our own tests")]
    finding = shop.finding("dropped")
    assert finding
    assert finding.count == 1


def test_a_rule_may_be_a_pattern(tmp_path: Path) -> None:
    rule = '[mapping.events.drop.tests]\ncolumn = "customer_id"\npattern = "@shop[.]example$"'
    shop = read_csv(tmp_path, HEAD + "me@shop.example,i,view,2024-05-01\nann@else.example,i,view,2024-05-01\n", rule)
    assert [row[0] for row in shop.events()] == ["ann@else.example"]


def test_a_rule_about_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"drop.tests: events.csv has no column 'Kanal'"):
        read_csv(tmp_path, HEAD + "c,i,view,2024-05-01\n", '[mapping.events.drop.tests]\ncolumn = "Kanal"')


def test_a_constant_stands_in_every_row(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, "customer_id,item_id,timestamp\nc,i,2024-05-01\n",
                    '[mapping.events.constants]\nevent_type = "purchase"')  # fmt: skip
    assert shop.events()[0][2] == PURCHASE


def test_names_that_differ_in_case_and_spaces_are_the_same_column(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, "Customer ID,ItemID,Event Type,Timestamp\nc,i,View,2024-05-01\n")
    assert [row[:2] for row in shop.events()] == [("c", "i")]


def test_an_unknown_setting_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\[mapping.events\].*unknown setting 'colums', the nearest is 'columns'"):
        read_csv(tmp_path, HEAD, "[mapping.events.colums]\nitem_id = 'x'")


@pytest.mark.parametrize(("settings", "said"), [
    ('[mapping.events.columns]\ncustomer = "c"', "unknown column 'customer', the nearest is 'customer_id'"),
    ('[mapping.items.constants]\nbrnd = "c"', "unknown column 'brnd', the nearest is 'brand'"),
    ('[mapping.events]\ntimestamp_format = "%q"', r"timestamp_format\]: .*%q"),
    ('[mapping.events]\ndecimal = "x"', "Invalid enum value 'x'"),
    ('[mapping.events]\ndelimiter = ";;"', "should be one sign"),
    ('[mapping.events]\nencoding = "klingon"', "unknown encoding 'klingon'"),
    ('[mapping.events.drop.tests]\ncolumn = "item_id"\npattern = "("', r"drop.tests pattern\]: .*missing \)"),
    ('[reading]\nmemory = "lots"', r"\[reading\] memory: 'lots' is no amount"),
    ('[reading]\nthreads = 0', r"\[reading\] threads: Expected `int` >= 1"),
])  # fmt: skip
def test_a_slip_in_the_settings_is_named(tmp_path: Path, settings: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_csv(tmp_path, HEAD + "c,i,view,2024-05-01\n", settings)


def test_a_files_pattern_names_the_files_of_a_table(tmp_path: Path) -> None:
    source = export(tmp_path, {
        "2024/05/log.csv": HEAD + "c,i,view,2024-05-01\n", "2024/06/log.csv": HEAD + "c,j,view,2024-05-02\n",
        "notes.csv": "x\n1\n",
    })  # fmt: skip
    assert len(read(tmp_path, source, '[mapping.events]\nfiles = "**/log.csv"').events()) == 2


def test_without_an_items_table_the_first_words_on_the_event_lines_count(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, "title,brand,price,country," + HEAD + (
        "New name,Acme,2,AT,c1,i1,purchase,2024-05-03\nOld name,,1,DE,c1,i1,purchase,2024-05-01\n"
    ))  # fmt: skip
    assert shop.rows("SELECT title, brand, price FROM item") == [("Old name", "Acme", None)]
    assert shop.rows("SELECT country FROM customer") == [("DE",)]


def test_catalogue_columns_have_their_shapes(tmp_path: Path) -> None:
    shop = read(tmp_path, export(tmp_path, {
        "events.csv": HEAD + "c,i1,view,2024-05-01\nc,ghost,view,2024-05-01\n",
        "items.csv": "item_id,category,in_stock,tags,price,first_seen,group\n"
        'i1,Home>Kitchen > Mugs,no,"red; gift|sale",£4.50,2024-01-01,mugs\ni2,,YES,,,,\n',
    }))  # fmt: skip
    assert shop.rows('SELECT item_id, category, in_stock, tags, price, first_seen::VARCHAR, "group" FROM item') == [
        ("ghost", None, None, None, None, None, None),
        ("i1", "Home > Kitchen > Mugs", False, ["red", "gift", "sale"], 4.5, "2024-01-01 00:00:00", "mugs"),
        ("i2", None, True, None, None, None, None),
    ]
    finding = shop.finding("orphan")
    assert finding
    assert finding.examples == ("ghost",)


def test_consent_is_true_only_when_the_shop_says_yes(tmp_path: Path) -> None:
    shop = read(tmp_path, export(tmp_path, {
        "events.csv": HEAD + "a,i,view,2024-05-01\nb,i,view,2024-05-01\nc,i,view,2024-05-01\nd,i,view,2024-05-01\n",
        "customers.csv": "customer_id,email_consent\na,yes\nb,0\nc,perhaps\n",
    }))  # fmt: skip
    assert shop.rows("SELECT email_consent FROM customer ORDER BY customer") == [(True,), (False,), (None,), (None,)]


@pytest.mark.parametrize(
    ("written", "price"),
    [("1234.5", 1234.5), ("€ 3.90", 3.9), ("3.90 EUR", 3.9), ("US$3.90", 3.9), ("kr. 39", 39.0), ("+2", 2.0)]
    + [(wrong, None) for wrong in ("=cmd|' /C calc'!A0", "x9", "free", "1 or 2", "12abcd")],
)
def test_a_currency_is_left_out_and_anything_else_is_no_number(
    tmp_path: Path, written: str, price: float | None
) -> None:
    shop = read_csv(tmp_path, f'{HEAD.strip()},price\n1,a,purchase,2024-05-01,"{written}"\n')
    assert shop.rows("SELECT price FROM event") == [(price,)]


def test_what_the_customers_table_says_beyond_the_contract_is_kept_once_per_customer(tmp_path: Path) -> None:
    shop = read(tmp_path, export(tmp_path, {
        "events.csv": HEAD + "c1,i1,view,2024-05-01\n",
        "customers.csv": "Kunde,country,birth_date,sport,Kids at home\n"
        "c1,DE,1980-01-01,golf,2\nc2,DE,, ,0\nc1,DE,,tennis,3\n,FR,,chess,1\n",
    }), '[mapping.customers]\ncolumns = { customer_id = "Kunde" }')  # fmt: skip
    select = "SELECT customer_id, name, value FROM attribute JOIN customer USING (customer) ORDER BY ALL"
    assert shop.rows(select) == [("c1", "Kids at home", "2"), ("c1", "sport", "golf"), ("c2", "Kids at home", "0")]


def test_a_shop_without_further_columns_tells_of_no_attribute(tmp_path: Path) -> None:
    assert read_csv(tmp_path, HEAD + "c1,i1,view,2024-05-01\n").rows("SELECT * FROM attribute") == []
