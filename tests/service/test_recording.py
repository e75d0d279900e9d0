"""What is written down of answered lists: the same whether they were asked for alone, together, or in a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select

from data.stores.tables import DECISION
from models.bundle.bundle import Bundle
from regulars.command import BAD_INPUT, main
from service import lately
from service.living import Living
from tests.models.described import described
from tests.service.days import LINES, a_bundle, asked, live_of, publish
from tests.service.living import a_living, app_with

EXPLORED = 0.1
N = 8
"""Of so many places some lists have one that is explored, and some have none."""


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    plain = described(a_bundle())
    bundle = replace(plain, policy=replace(plain.policy, exploration=EXPLORED))
    publish(tmp_path, bundle)
    return bundle


def remembered(living: Living) -> dict[str, str]:
    """What is kept of how likely each item was to be drawn, by decision."""
    living.store.accept(())
    living.store.accept(())
    with living.store.looking() as connection:
        rows = connection.execute(select(DECISION.c.decision_id, DECISION.c.propensities))
        return {row.decision_id: row.propensities for row in rows}


@pytest.fixture
def alone(tmp_path: Path, bundle: Bundle) -> Iterator[dict[str, str]]:
    """What is kept of lists that each customer asked for alone."""
    with a_living(tmp_path / "alone") as living, asked(app_with(live_of(tmp_path), living)) as client:
        for customer in bundle.customers.id:
            assert client.get("/recommend", query_string={"customer_id": customer, "n": N}).status_code == 200
        yield remembered(living)


def test_alone_only_of_lists_in_which_something_was_drawn(alone: dict[str, str]) -> None:
    drawn = [orjson.loads(kept) for kept in alone.values() if kept]
    assert 0 < len(drawn) < len(alone)
    assert all(len(kept) == N and 0 < min(kept) < max(kept) == 1 for kept in drawn)


@pytest.mark.parametrize("path", ["/recommend?customer_id=c1", "/recommend/c1", "/area/c1"])
def test_a_head_that_shows_nothing_is_not_remembered(tmp_path: Path, bundle: Bundle, path: str) -> None:
    with a_living(tmp_path / "heads") as living, asked(app_with(live_of(tmp_path), living)) as client:
        assert client.head(path).status_code == 200
        assert not remembered(living)
        assert client.get(path).status_code == 200
        assert remembered(living)


@pytest.mark.parametrize("form", ["full", "compact"])
def test_a_batch_keeps_what_lists_asked_for_alone_keep(
    tmp_path: Path, bundle: Bundle, alone: dict[str, str], form: str
) -> None:
    lines = "\n".join(json.dumps({"customer_id": customer}) for customer in bundle.customers.id)
    with a_living(tmp_path / "together") as living, asked(app_with(live_of(tmp_path), living)) as client:
        asked_for = {"n": N, "format": form}
        client.post("/recommend/batch", query_string=asked_for, data=lines, content_type=LINES).get_data()
        assert remembered(living) == alone


def test_a_file_of_lists_keeps_it_too(tmp_path: Path, bundle: Bundle, alone: dict[str, str]) -> None:
    with a_living(tmp_path) as living:
        out = ("-n", str(N), "--out", str(tmp_path / "lists.csv"), "--var", str(tmp_path))
        assert main(["recommend", "--customers", "all", *out]) == 0
        assert remembered(living) == alone


def moments(living: Living) -> list[int]:
    """When each list was answered."""
    living.store.accept(())
    with living.store.looking() as connection:
        return [row.at for row in connection.execute(select(DECISION.c.at))]


def test_a_list_asked_for_again_within_minutes_is_one_showing(
    tmp_path: Path, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_living(tmp_path) as living, asked(app_with(live_of(tmp_path), living)) as client:

        def ask() -> list[int]:
            assert client.get("/recommend?customer_id=c1").status_code == 200
            return moments(living)

        first = ask()
        assert (len(first), ask()) == (1, first)
        monkeypatch.setattr(lately, "AGAIN_SECONDS", -1.0)
        monkeypatch.setattr(living.lately, "_until", {})
        ask()
        later = ask()
        assert len(later) == 1
        assert later > first


@pytest.mark.parametrize("name", ["x" * 257, b"\xe9t\xe9".decode("utf-8", "surrogateescape")], ids=["long", "no text"])
@pytest.mark.usefixtures("bundle")
def test_a_campaign_that_no_store_can_keep_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    out = tmp_path / "lists.csv"
    words = ["recommend", "--customers", "all", "--campaign", name, "--out", str(out), "--var", str(tmp_path)]
    assert main(words) == BAD_INPUT
    assert "--campaign" in capsys.readouterr().err
    assert not out.exists()
