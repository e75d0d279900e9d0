"""What was passed over for days rests, and what was clicked does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from flask.testing import FlaskClient

from data.stores.rows import Decided
from models.decision.memory import AreaMemory, MemorySettings
from service.living import DAY, Living, now
from service.reload import Live
from tests.service.days import asked
from tests.service.living import a_living, app_with, shown, tell, written

DAYS = 3


@pytest.fixture
def living(tmp_path: Path) -> Iterator[Living]:
    with a_living(tmp_path, MemorySettings(shopping_area=AreaMemory(rotate_after=DAYS))) as living:
        yield living


@pytest.fixture
def client(live: Live, living: Living) -> Iterator[FlaskClient]:
    with asked(app_with(live, living)) as client:
        yield client


@pytest.fixture
def customer(live: Live) -> str:
    """Somebody with orders."""
    return live.take().samples[0]


@pytest.fixture
def passed_over(client: FlaskClient, living: Living, customer: str) -> list[str]:
    """What the area showed the customer on each of the last days, in lists `yesterday` and before."""
    items = shown(client, customer_id=customer, record="false")
    for days in range(1, DAYS + 1):
        at, name = now() - days * DAY, "yesterday" if days == 1 else f"{days} days ago"
        living.store.decided(
            [Decided(name, customer, "", "shopping_area", "", "b", "", at, at, orjson.dumps(items).decode())]
        )
    written(living)
    living.store.accept(())
    return items


def click(**more: str) -> dict[str, str]:
    """A click on yesterday's list."""
    return {"event_id": "c1", "event_type": "click", "decision_id": "yesterday", **more}


def test_what_nobody_clicked_rests(client: FlaskClient, customer: str, passed_over: list[str]) -> None:
    assert not set(shown(client, customer_id=customer, n=50)) & set(passed_over)


def test_a_click_on_an_item_keeps_that_item_alone(client: FlaskClient, customer: str, passed_over: list[str]) -> None:
    tell(client, click(item_id=passed_over[1]))
    assert set(shown(client, customer_id=customer, n=50)) & set(passed_over) == {passed_over[1]}


def test_a_click_that_names_no_item_keeps_the_list(client: FlaskClient, customer: str, passed_over: list[str]) -> None:
    tell(client, click())
    assert set(shown(client, customer_id=customer, n=50)) >= set(passed_over)
