"""A shop of twenty items whose nights read its folder and its event store, as real ones do, and take a second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import duckdb
import numpy as np

from data.settings import Settings
from models.bundle.bundle import Bundle, bundle_of
from models.bundle.policy import Policy
from models.decision.lists import with_lists
from models.recommenders import RECOMMENDERS
from tests.service.days import publish
from training import intake, stages
from training.night import new_night
from training.progress import Silence

ITEMS = tuple(f"i{number:02}" for number in range(20))
FAMILY = {item: item if number % 5 else ITEMS[number + 1] for number, item in enumerate(ITEMS)}
"""Every fifth item is a variant of the next one."""
CUSTOMERS = tuple(f"c{number}" for number in range(5))
OWNED = {
    customer: frozenset({ITEMS[2 * number + 1], ITEMS[2 * number + 8]}) for number, customer in enumerate(CUSTOMERS)
}
"""What the shop's own file says that each has bought."""
SETTINGS = Settings({"policy": {"personal": "popular"}})


def families(items: Iterable[str]) -> set[str]:
    """Whose families they are."""
    return {FAMILY[item] for item in items}


@cache
def write_shop(folder: Path) -> Path:
    """Its files: orders of known customers, and of guests for the other items, all of it within the last forty days."""
    folder.mkdir()
    today = datetime.now(UTC)
    sold = [(customer, item) for customer, items in OWNED.items() for item in sorted(items)]
    sold += [("", item) for item in ITEMS for _ in range(2)]
    rows = [
        f"{customer},{item},purchase,{(today - timedelta(days=1 + at % 39)).isoformat()},o{at},1,{5 + at % 7}"
        for at, (customer, item) in enumerate(sold)
    ]
    head = "customer_id,item_id,event_type,timestamp,order_id,quantity,price"
    (folder / "events.csv").write_text("\n".join([head, *rows]) + "\n")
    items = [f"{item},thing {item},{FAMILY[item]},home > part {at % 3}" for at, item in enumerate(ITEMS)]
    (folder / "items.csv").write_text("\n".join(["item_id,title,parent_id,category", *items]) + "\n")
    consents = [f"{customer},{at % 2 == 0}" for at, customer in enumerate(CUSTOMERS)]
    (folder / "customers.csv").write_text("\n".join(["customer_id,email_consent", *consents]) + "\n")
    return folder


def learn(shop: Path, var: Path) -> Bundle:
    """A night's bundle without its rehearsals: what was read, the facts of it, every recommender, lists, the mark."""
    with duckdb.connect() as con:
        night = new_night(str(shop), SETTINGS, var, datetime.now(UTC), con, Silence())
        facts = stages.facts(night, intake.read(night, None))
        mark = night.mark
    models = {row.name: row.spec.fit(facts, np.random.default_rng(0)) for row in RECOMMENDERS}
    return replace(with_lists(bundle_of(facts, models, Policy(personal="popular")), 8), mark=mark)


def a_night(shop: Path, var: Path) -> None:
    """The same, published."""
    publish(var, learn(shop, var))
