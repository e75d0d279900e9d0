"""What may be said of an address: never a key that stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.addresses import without_secret
from data.errors import InputError
from tests.data.shops import read


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("postgresql://reader:s3cret@db.shop/events", "postgresql://db.shop/events"),
        ("https://shop.example/export.csv?token=s3cret", "https://shop.example/export.csv"),
        ("https:///export.csv?token=s3cret", "https:///export.csv"),
        ("exports/2024/*.parquet", "exports/2024/*.parquet"),
        ("sqlite:///shop.db", "sqlite:///shop.db"),
    ],
)
def test_a_source_is_written_down_without_its_secrets(source: str, written: str) -> None:
    assert without_secret(source) == written


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/e.csv?sig=s3cret",  # nobody answers
        "http://127.0.0.1:1/e.csv?sig=s3cret and more",  # no address for the library that fetches
        "http://127.0.0.1:1/ä.csv?sig=s3cret",
        "http://127.0.0.1:none/e.csv?sig=s3cret",
        "https:///e.csv?sig=s3cret",
        "http://[s3cret/e.csv?sig=s3cret",
        "postgresql://u:s3cret@[db/shop",
        "mysql://u:s3cret@db/shop",
    ],
)
def test_an_address_that_cannot_be_read_is_not_repeated_with_its_secret(tmp_path: Path, address: str) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, address)
    assert "s3cret" not in f"{error.value}{error.value.__cause__}"
