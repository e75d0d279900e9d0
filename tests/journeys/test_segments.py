"""`regulars segments` as somebody types it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from models.bundle.bundle import Bundle
from regulars.command import BAD_INPUT, FINE, main
from tests.models.described import described
from tests.service.days import a_bundle, publish

Printed = pytest.CaptureFixture[str]
BUNDLE = described(a_bundle())


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a bundle that describes its customers."""
    var = tmp_path_factory.mktemp("var")
    publish(var, BUNDLE)
    return var


def ids_of(bundle: Bundle, column: str, label: str) -> list[str]:
    assert bundle.described
    return [bundle.customers.id[int(row)] for row in np.flatnonzero(bundle.described.has(column, label))]


def written(out: Path) -> list[str]:
    return [json.loads(line)["customer_id"] for line in out.read_text(encoding="utf-8").splitlines()]


def test_every_customer_has_a_row(var: Path, tmp_path: Path, capsys: Printed) -> None:
    out = tmp_path / "customers.jsonl"
    assert main(["segments", "--out", str(out), "--var", str(var)]) == FINE
    assert capsys.readouterr().out == f"40 customers -> {out}\n"
    assert written(out) == list(BUNDLE.customers.id)


def consenting(ids: list[str]) -> list[str]:
    yes = [id_ for id_ in ids if BUNDLE.customers.email_consent[BUNDLE.customer_number(id_)]]
    assert 0 < len(yes) < len(ids)
    return yes


@pytest.mark.parametrize("said", ["gone", "audience:gone"])
def test_an_audience_leaves_out_who_did_not_say_yes_to_mail_and_says_how_many(
    said: str, var: Path, tmp_path: Path, capsys: Printed
) -> None:
    out = tmp_path / "gone.jsonl"
    assert main(["segments", "--out", str(out), "--audience", said, "--var", str(var)]) == FINE
    gone = ids_of(BUNDLE, "audience", "gone")
    yes = consenting(gone)
    assert written(out) == yes
    left = len(gone) - len(yes)
    assert capsys.readouterr().out == f"{len(yes)} customers -> {out}, {left} without consent to mail left out\n"


@pytest.mark.parametrize("said", [["gone", "--everybody"], ["lapsed or lifecycle:lost"]])
def test_everybody_of_an_audience_and_of_an_expression_is_listed(
    said: list[str], var: Path, tmp_path: Path, capsys: Printed
) -> None:
    out = tmp_path / "gone.jsonl"
    assert main(["segments", "--out", str(out), "--var", str(var), "--audience", *said]) == FINE
    gone = ids_of(BUNDLE, "audience", "gone")
    assert written(out) == gone
    assert capsys.readouterr().out == f"{len(gone)} customers -> {out}\n"


def test_who_may_not_be_written_to_is_left_out_of_an_expression_where_that_is_asked(var: Path, tmp_path: Path) -> None:
    out = tmp_path / "mail.jsonl"
    said = ["--audience", "lapsed or lifecycle:lost", "--may-send"]
    assert main(["segments", "--out", str(out), *said, "--var", str(var)]) == FINE
    assert written(out) == consenting(ids_of(BUNDLE, "audience", "gone"))


def test_the_csv_of_an_audience_holds_its_consenting_customers_alone(var: Path, tmp_path: Path) -> None:
    out = tmp_path / "gone.csv"
    assert main(["segments", "--out", str(out), "--audience", "gone", "--var", str(var)]) == FINE
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["customer_id"] for row in rows] == consenting(ids_of(BUNDLE, "audience", "gone"))
    assert {row["email_consent"] for row in rows} == {"true"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--audience", "gon"], "--audience: character 1, 'gon': no such segment or column; the nearest is gone"),
        (["--audience", "lost"], "this may mean lifecycle:lost or rfm:lost"),
        (["--audience", "too_few"], "--audience: the audience too_few is empty: 0 customers, fewer than the minimum"),
        (["--out", "customers.xlsx"], "must end in one of .csv, .jsonl, .parquet"),
    ],
)
def test_what_cannot_be_used_is_named(words: list[str], said: str, var: Path, capsys: Printed) -> None:
    assert main(["segments", "--out", "no/such/x.csv", *words, "--var", str(var)]) == BAD_INPUT
    printed = capsys.readouterr().err
    assert printed.startswith("regulars segments: ")
    assert said in printed


def test_a_bundle_that_describes_nobody_says_so(tmp_path: Path, capsys: Printed) -> None:
    publish(tmp_path, a_bundle())
    assert main(["segments", "--out", str(tmp_path / "x.csv"), "--var", str(tmp_path)]) == BAD_INPUT
    assert "describes no customers" in capsys.readouterr().err
