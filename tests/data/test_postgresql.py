"""The PostgreSQL source against a server of its own, and what becomes of its password."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from adbc_driver_postgresql import dbapi

from data.addresses import filled, scrubbed
from data.columns import PURCHASE, RETURN
from data.errors import InputError
from tests.data.servers import PASSWORD, postgresql, postgresql_programs
from tests.data.shops import read


@pytest.fixture(scope="module")
def server() -> Generator[str]:
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with tempfile.TemporaryDirectory() as folder, postgresql(programs, Path(folder)) as address:
        os.environ["SHOP_PASSWORD"] = PASSWORD
        with dbapi.connect(filled(address, os.environ)[0], autocommit=True) as database, database.cursor() as cursor:
            cursor.execute("CREATE TABLE events (customer_id bigint, item_id text, event_type text, "
                           "timestamp timestamptz, quantity integer, price numeric(9, 2))")  # fmt: skip
            cursor.execute("INSERT INTO events VALUES (13085, '00123', 'purchase', '2024-05-01 12:00+02', 2, 1.5), "
                           "(7, 'i😀', 'purchase', '2024-05-02', -1, NULL), "
                           "(NULL, 'x', 'view', '2024-05-02', NULL, NULL)")  # fmt: skip
            cursor.execute("CREATE SCHEMA crm")
            cursor.execute('CREATE TABLE crm."Kunden" (id bigint, land text)')
            cursor.execute("""INSERT INTO crm."Kunden" VALUES (13085, 'AT')""")
        yield address
        del os.environ["SHOP_PASSWORD"]


def test_postgresql_tables_are_read_with_their_types(tmp_path: Path, server: str) -> None:
    shop = read(
        tmp_path,
        server,
        '[mapping.customers]\ntable = "crm.Kunden"\ncolumns = { customer_id = "id", country = "land" }',
    )
    assert shop.rows("SELECT customer_id, country FROM customer") == [("13085", "AT"), ("7", None)]
    assert shop.rows("SELECT kind, quantity, price, t::VARCHAR FROM event WHERE customer >= 0 ORDER BY seq") == [
        (PURCHASE, 2.0, 1.5, "2024-05-01 10:00:00"), (RETURN, 1.0, None, "2024-05-02 00:00:00")]  # fmt: skip


def test_a_postgresql_query_stands_for_a_table(tmp_path: Path, server: str) -> None:
    query = "SELECT * FROM events WHERE customer_id IS NOT NULL"
    assert len(read(tmp_path, server, f'[mapping.events]\nquery = "{query}"').events()) == 2


def test_a_query_that_fails_in_the_middle_is_told_in_the_server_s_words(tmp_path: Path, server: str) -> None:
    query = (
        "SELECT (1000 / (90000 - n))::text AS customer_id, 'i1' AS item_id, 'view' AS event_type, "
        "'2024-05-01' AS timestamp FROM generate_series(1, 100000) AS n"
    )
    with pytest.raises(InputError, match=r"\[mapping.events\]: the database says: .*division by zero") as error:
        read(tmp_path, server, f'[mapping.events]\nquery = "{query}"')
    assert "s3cr3t" not in str(error.value)


def test_a_password_never_reaches_a_message_a_file_or_a_log(
    tmp_path: Path, server: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caplog.at_level(logging.DEBUG):
        read(tmp_path, server)
        monkeypatch.setenv("SHOP_PASSWORD", "wr0ng&word")
        with pytest.raises(InputError, match="the database says") as error:
            read(tmp_path, server)
    told = f"{error.value}{error.value.__cause__}{caplog.text}"
    assert "wr0ng" not in told
    assert "s3cr3t" not in told
    assert not any(b"s3cr3t" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_password_in_the_address_is_refused_without_being_repeated() -> None:
    for address in ("postgresql://shop:hunter2@db/shop", "postgresql://db/shop?user=shop&password=hunter2"):
        with pytest.raises(InputError, match=r"write \$\{NAME\}") as error:
            filled(address, {})
        assert "hunter2" not in str(error.value)


def test_a_message_that_repeats_the_password_is_scrubbed_however_it_is_written() -> None:
    _, secrets = filled("postgresql://shop:${P}@db/shop", {"P": "a/b c"})
    assert scrubbed("bad a%2Fb%20c\n  in 'a/b c'", secrets) == "bad *** in '***'"


def test_a_name_that_is_not_set_is_named() -> None:
    with pytest.raises(InputError, match=r"names \$\{SHOP_PASSWORD\}, which is not set"):
        filled("postgresql://shop:${SHOP_PASSWORD}@db/shop", {})
    assert filled("postgresql://shop:${P}@db/shop", {"P": "a/b c"}) == (
        "postgresql://shop:a%2Fb%20c@db/shop",
        ["a%2Fb%20c", "a/b c"],
    )
