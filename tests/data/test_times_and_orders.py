"""When something happened, and what belongs to one order."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import InputError
from tests.data.shops import HEAD, read_csv


def moment(folder: Path, written: str, settings: str = "") -> str:
    shop = read_csv(folder, f'{HEAD}c1,i1,view,"{written}"\nc1,i1,view,2024-01-01\n', settings)
    return str(shop.events()[0][3])


@pytest.mark.parametrize(("written", "utc"), [
    ("2024-05-01", "2024-05-01 00:00:00"),
    ("2024-05-01 10:20", "2024-05-01 10:20:00"),
    ("2024-05-01T10:20:30Z", "2024-05-01 10:20:30"),
    ("2024-05-01 10:20:30 UTC", "2024-05-01 10:20:30"),
    ("2024-05-01T10:20:30.5+02:00", "2024-05-01 08:20:30.5"),
    ("2024-05-01 10:20:30 -0500", "2024-05-01 15:20:30"),
    ("1714558830", "2024-05-01 10:20:30"),
    ("1714558830123", "2024-05-01 10:20:30.123"),
    ("1714558830123456", "2024-05-01 10:20:30.123456"),
])  # fmt: skip
def test_a_timestamp_is_read_as_utc_unless_it_names_a_zone(tmp_path: Path, written: str, utc: str) -> None:
    assert moment(tmp_path, written) == utc


def test_a_timestamp_without_a_zone_is_in_the_zone_that_the_mapping_names(tmp_path: Path) -> None:
    london = '[mapping.events]\ntime_zone = "Europe/London"'
    assert moment(tmp_path / "a", "2024-05-01 10:20", london) == "2024-05-01 09:20:00"
    assert moment(tmp_path / "b", "2024-05-01 10:20Z", london) == "2024-05-01 10:20:00"


def test_a_format_says_how_a_timestamp_is_written(tmp_path: Path) -> None:
    german = '[mapping.events]\ntimestamp_format = "%d.%m.%Y %H:%M"\ntime_zone = "Europe/Vienna"'
    assert moment(tmp_path, "02.05.2024 00:30", german) == "2024-05-01 22:30:00"


def test_an_unknown_time_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\[shop\]: no time zone 'Europe/Lundun'"):
        moment(tmp_path, "2024-05-01", '[shop]\ntime_zone = "Europe/Lundun"')


def test_without_order_ids_a_customers_shop_day_is_an_order(tmp_path: Path) -> None:
    rows = HEAD + (
        "c1,i1,purchase,2024-05-01 22:30\nc1,i2,purchase,2024-05-02 05:00\nc1,i3,purchase,2024-05-02 22:30\n"
        "c2,i1,purchase,2024-05-02 05:00\nc1,i4,view,2024-05-02 05:00\n"
    )
    vienna = read_csv(tmp_path / "a", rows, '[shop]\ntime_zone = "Europe/Vienna"')
    assert vienna.rows("SELECT order_no, day::VARCHAR FROM event ORDER BY seq") == [
        (0, "2024-05-02"), (0, "2024-05-02"), (1, "2024-05-03"), (2, "2024-05-02"), (-1, "2024-05-02")]  # fmt: skip
    utc = read_csv(tmp_path / "b", rows)
    assert [row[0] for row in utc.rows("SELECT order_no FROM event ORDER BY seq")] == [0, 1, 1, 2, -1]


def test_a_guests_session_is_an_order_and_without_one_there_is_none(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, "session_id," + HEAD + (
        "s1,,i1,purchase,2024-05-01\ns1,,i2,purchase,2024-05-02\ns2,,i1,purchase,2024-05-01\n,,i1,purchase,2024-05-01\n"
    ))  # fmt: skip
    assert shop.rows("SELECT order_no, session_no FROM event ORDER BY seq") == [(0, 0), (0, 0), (1, 1), (-1, -1)]


def test_an_order_id_is_an_order_whoever_and_whenever(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, "order_id," + HEAD + (
        "7,c1,i1,purchase,2024-05-01\n7,c1,i2,purchase,2024-05-03\n8,,i2,purchase,2024-05-03\n7,c1,i1,cancel,2024-05-04\n"
        "9,c1,i1,purchase,2024-05-05\n9,c2,i2,purchase,2024-05-05\n"
    ))  # fmt: skip
    assert [row[0] for row in shop.rows("SELECT order_no FROM event ORDER BY seq")] == [0, 0, 1, 0, 2, 2]
    finding = shop.finding("shared_order")
    assert finding
    assert finding.examples == ("9",)
