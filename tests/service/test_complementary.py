"""`strategy=complementary` over HTTP: beside one item, beside several, and beside the last order when none is named."""

from __future__ import annotations

from typing import Any

import numpy as np
from flask.testing import FlaskClient

from models.bundle.bundle import Bundle
from service.reload import Live


def bought_together(client: FlaskClient, query: str) -> list[dict[str, Any]]:
    """The items of an answer that the recommender of that name gave."""
    answer = client.get(f"/recommend?strategy=complementary&n=20&{query}").json or {}
    return [item for item in answer["items"] if item["source"] == "complementary"]


def named(bundle: Bundle, items: np.ndarray) -> set[str]:
    return {bundle.items.id[int(item)] for item in items}


def anchors(items: list[dict[str, Any]]) -> set[str]:
    return {item["reason"]["anchor"] for item in items}


def most_connected(bundle: Bundle, many: int) -> list[str]:
    """The items with the longest rows of the table."""
    lengths = np.diff(bundle.models["complementary"].neighbours.offsets)  # pyright: ignore[reportAttributeAccessIssue]
    return [bundle.items.id[int(item)] for item in np.argsort(-lengths, kind="stable")[:many]]


def test_what_goes_with_an_item_is_anchored_in_it(client: FlaskClient, live: Live) -> None:
    (item,) = most_connected(live.take().bundle, 1)
    found = bought_together(client, f"item_id={item}")
    assert anchors(found) == {item}
    assert item not in {each["item_id"] for each in found}
    assert all(each["reason"]["count"] >= 2 for each in found)


def test_what_goes_with_several_items_is_anchored_in_any_of_them(client: FlaskClient, live: Live) -> None:
    items = most_connected(live.take().bundle, 3)
    found = bought_together(client, "&".join(f"item_id={item}" for item in items))
    assert anchors(found) <= set(items)
    assert len(anchors(found)) > 1


def test_without_an_item_it_goes_with_the_last_order(client: FlaskClient, live: Live) -> None:
    bundle = live.take().bundle
    spoke = 0
    for customer in range(bundle.customers.count):
        found = bought_together(client, f"customer_id={bundle.customers.id[customer]}")
        assert anchors(found) <= named(bundle, bundle.last_order.row(customer))
        spoke += bool(found)
    assert spoke
