"""Files of lists and customers know what happened since the night."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.columns import SEND
from data.settings import Settings
from data.stores.erasing import erase
from regulars.command import main
from service.living import Living, now
from service.opening import opened, prepare
from service.reload import Live
from tests.contracts.stores import event
from tests.models.described import described
from tests.service.days import a_bundle, live_of, publish

CUSTOMER_COLUMN, ITEM_COLUMN = "customer_id", "item_id"


@pytest.fixture
def var(tmp_path: Path) -> Path:
    publish(tmp_path, described(a_bundle()))
    prepare(tmp_path, Settings())
    return tmp_path


@pytest.fixture
def living(var: Path) -> Iterator[Living]:
    living = opened(var, Settings())
    yield living
    living.store.close()


@pytest.fixture
def customer(var: Path) -> str:
    live: Live = live_of(var)
    return live.take().samples[0]


def lists(var: Path, *more: str) -> list[dict[str, str]]:
    """What `regulars recommend` writes."""
    out = var / "lists.csv"
    assert main(["recommend", "--customers", "all", "--out", str(out), "--var", str(var), *more]) == 0
    with out.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_file_of_lists_knows_what_was_bought_today(var: Path, living: Living, customer: str) -> None:
    first = next(row[ITEM_COLUMN] for row in lists(var) if row[CUSTOMER_COLUMN] == customer)
    living.store.accept([event(1, customer, item_id=first)])
    after = [row[ITEM_COLUMN] for row in lists(var) if row[CUSTOMER_COLUMN] == customer]
    assert after
    assert first not in after


def test_files_of_customers_leave_out_who_asked_to_be_forgotten(var: Path, living: Living, customer: str) -> None:
    out = var / "customers.csv"
    asked = ["segments", "--out", str(out), "--var", str(var)]
    assert main(asked) == 0
    before = out.read_text().splitlines()
    erase(living.store, customer, living.store.digest(customer), 2**60)
    assert main(asked) == 0
    after = out.read_text().splitlines()
    assert len(after) == len(before) - 1
    assert not any(line.startswith(f"{customer},") for line in after)


def test_without_its_store_no_file_is_written(var: Path, living: Living, capsys: pytest.CaptureFixture[str]) -> None:
    living.store.close()
    for file in var.glob("store.db*"):
        file.unlink()
    (var / "store.db").write_bytes(b"no database")
    out = var / "lists.csv"
    assert main(["recommend", "--customers", "all", "--out", str(out), "--var", str(var)]) == 1
    assert "nothing was written" in capsys.readouterr().err
    assert not out.exists()
    shutil.rmtree(var / "bundles")


def test_a_mailing_from_a_file_is_not_repeated_once_it_is_sent(var: Path, living: Living, customer: str) -> None:
    def mailed(*more: str) -> tuple[list[str], str]:
        own = [
            row for row in lists(var, "--placement", "newsletter", "-n", "5", *more) if row[CUSTOMER_COLUMN] == customer
        ]
        return [row[ITEM_COLUMN] for row in own], own[0]["decision_id"]

    first, decision_id = mailed("--campaign", "spring")
    living.store.accept([event(1, customer, SEND, decision_id=decision_id, item_id="", t=now())])
    assert mailed("--campaign", "spring") == (first, decision_id)
    second, proof = mailed("--campaign", "summer", "--proof")
    assert not set(first) & set(second)
    living.store.accept([event(2, customer, SEND, decision_id=proof, item_id="", t=now())])
    assert mailed("--campaign", "autumn")[0] == second  # a proof is not remembered
