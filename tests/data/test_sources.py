"""Each source against the real thing."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import pyarrow as pa
import pytest

from data.columns import PURCHASE, RETURN
from data.errors import InputError
from tests.data.servers import web
from tests.data.shops import HEAD, export, read

ROWS = "c1,00123,purchase,2024-05-01 10:00:00\n,i😀,view,2024-05-02T10:00:00+02:00\n"
SEEN = [("c1", "00123", PURCHASE, "2024-05-01 10:00:00"), (None, "i😀", 0, "2024-05-02 08:00:00")]
LINES = """\
{"customer_id": "c1", "item_id": "00123", "event_type": "purchase", "timestamp": "2024-05-01 10:00:00"}
{"item_id": "i😀", "event_type": "view", "timestamp": "2024-05-02T10:00:00+02:00"}
"""


def zst(text: str) -> bytes:
    return pa.Codec("zstd").compress(text.encode(), asbytes=True)


@pytest.mark.parametrize(("name", "content"), [
    ("events.csv", (HEAD + ROWS).encode()),
    ("events.csv.gz", gzip.compress((HEAD + ROWS).encode())),
    ("events.csv.zst", zst(HEAD + ROWS)),
    ("events.tsv", (HEAD + ROWS).replace(",", "\t").encode()),
    ("events.jsonl", LINES.encode()),
    ("events.ndjson.gz", gzip.compress(LINES.encode())),
    ("events.jsonl.zst", zst(LINES)),
    ("events/2024/05.csv", (HEAD + ROWS).encode()),
    ("only.csv", ("\ufeff" + HEAD + ROWS).encode()),
])  # fmt: skip
def test_a_folder_is_read_whatever_the_format(tmp_path: Path, name: str, content: bytes) -> None:
    assert read(tmp_path, export(tmp_path, {name: content})).events() == SEEN


def test_a_single_file_and_a_pattern_are_events(tmp_path: Path) -> None:
    folder = export(
        tmp_path, {"a-1.csv": HEAD + ROWS, "a-2.csv": HEAD + "c2,i2,purchase,2024-05-03\n", "b.csv": "x\n1\n"}
    )
    assert read(tmp_path, folder / "a-1.csv").events() == SEEN
    assert len(read(tmp_path, folder / "a-*.csv").events()) == 3


def test_files_with_different_columns_are_united_by_name(tmp_path: Path) -> None:
    folder = export(tmp_path, {
        "events-1.csv": HEAD + "c1,i1,purchase,2024-05-01\n",
        "events-2.csv": "price,timestamp,event_type,item_id,customer_id\n7.5,2024-05-02,purchase,i2,c2\n",
    })  # fmt: skip
    shop = read(tmp_path, folder)
    assert [row[:2] for row in shop.events()] == [("c1", "i1"), ("c2", "i2")]
    assert shop.rows("SELECT price FROM event ORDER BY seq") == [(None,), (7.5,)]


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    first = read(tmp_path, export(tmp_path, {"events.csv": HEAD + ROWS}))
    target = tmp_path / "typed.parquet"
    first.con.sql("""
        SELECT 13085.0::DOUBLE AS customer_id, 7::BIGINT AS item_id, 'purchase' AS event_type, -2 AS quantity,
            TIMESTAMPTZ '2024-05-01 12:00:00+02' AS timestamp, 12.30::DECIMAL(9, 2) AS price
    """).write_parquet(str(target))  # fmt: skip
    shop = read(tmp_path, target)
    assert shop.events() == [("13085", "7", RETURN, "2024-05-01 10:00:00")]
    assert shop.rows("SELECT quantity, price FROM event") == [(2.0, 12.3)]


def test_a_file_is_fetched_from_a_web_address(tmp_path: Path) -> None:
    folder = export(tmp_path, {"daily export.csv.gz": gzip.compress((HEAD + ROWS).encode())})
    with web(folder) as address:
        assert read(tmp_path, f"{address}/daily%20export.csv.gz").events() == SEEN
        with pytest.raises(InputError, match=r"missing.csv answered 404"):
            read(tmp_path, f"{address}/missing.csv")


def test_an_address_of_no_source_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no source begins so; there are: sqlite:///shop.db"):
        read(tmp_path, "mysql://db/shop")


def sqlite_shop(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE sales (kunde, artikel, am, menge, preis)")
        rows = [(13085.0, "00123", "2024-05-01 10:00", 2, 1.5), ("13085", "i😀", "2024-05-02 10:00", -1, None)]
        database.executemany("INSERT INTO sales VALUES (?, ?, ?, ?, ?)", rows)
        database.execute("CREATE TABLE items (item_id TEXT, title TEXT)")
        database.execute("INSERT INTO items VALUES ('00123', 'Mug')")
    database.close()


SALES = """
[mapping.events]
table = "sales"
columns = { customer_id = "kunde", item_id = "artikel", timestamp = "am", quantity = "menge", price = "preis" }
constants = { event_type = "purchase" }
"""


def test_sqlite_tables_of_mixed_types_are_read(tmp_path: Path) -> None:
    sqlite_shop(tmp_path / "shop.db")
    shop = read(tmp_path, f"sqlite:///{tmp_path}/shop.db", SALES)
    assert shop.events() == [
        ("13085", "00123", PURCHASE, "2024-05-01 10:00:00"),
        ("13085", "i😀", RETURN, "2024-05-02 10:00:00"),
    ]
    assert shop.rows("SELECT title FROM item ORDER BY item") == [("Mug",), (None,)]
    assert shop.rows("SELECT quantity, price FROM event ORDER BY seq") == [(2.0, 1.5), (1.0, None)]


def test_a_query_stands_for_a_table(tmp_path: Path) -> None:
    sqlite_shop(tmp_path / "shop.db")
    columns = "kunde AS customer_id, artikel AS item_id, am AS timestamp, 'view' AS event_type"
    query = f"SELECT {columns} FROM sales WHERE menge > 0;"  # noqa: S608 - a test's own words
    shop = read(tmp_path, f"sqlite:///{tmp_path}/shop.db", f'[mapping.events]\nquery = "{query}"')
    assert [row[:2] for row in shop.events()] == [("13085", "00123")]


def test_a_missing_sqlite_file_or_table_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no database file"):
        read(tmp_path, f"sqlite:///{tmp_path}/none.db")
    assert not (tmp_path / "none.db").exists()
    sqlite_shop(tmp_path / "shop.db")
    with pytest.raises(InputError, match=r"\[mapping.events\]: the database says: .*no such table: events"):
        read(tmp_path, f"sqlite:///{tmp_path}/shop.db")


def test_a_database_that_breaks_off_in_the_middle_is_told_in_its_words(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE events (customer_id, item_id, event_type, timestamp)")
        rows = [(f"c{number}", "i1", "view", "2024-05-01") for number in range(50_000)]
        database.executemany("INSERT INTO events VALUES (?, ?, ?, ?)", rows)
    database.close()
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(b"\xff" * 8192)
    with pytest.raises(InputError, match=r"\[mapping.events\]: the database says: .*malformed"):
        read(tmp_path, f"sqlite:///{path}")


def test_a_file_that_is_no_database_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "shop.db").write_text("customer_id,item_id\n" * 1000)
    with pytest.raises(InputError, match=r"the database says: .*not a database"):
        read(tmp_path, f"sqlite:///{tmp_path}/shop.db")
