"""Shops small enough to check by eye, and what is asked about them. Items and customers are numbered as listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from data.arrays import Ragged
from data.columns import PURCHASE, VIEW
from data.facts.engine import facts_at
from data.facts.facts import Attributes, Facts
from data.strings import Strings
from models.bundle.bundle import history_of
from models.candidates import Asked, Permit
from tests.worlds import Did, T, Thing, world


def facts(items: Sequence[Thing | str], customers: Sequence[str], events: Sequence[Did]) -> Facts:
    """What is known at T."""
    return facts_at(world(items, customers, events), T)


def checkerboard(size: int = 8) -> Facts:
    """Even customers buy the even items, odd customers the odd ones; customer c has not bought item c yet."""
    events = [
        Did(c, "purchase", i, days=20 - i, order=c * size + i)
        for c in range(size)
        for i in range(size)
        if c % 2 == i % 2 and c != i
    ]
    return facts([f"i{i}" for i in range(size)], [f"c{c}" for c in range(size)], events)


def an_empty_shop() -> Facts:
    """Three items, two customers, nothing happened."""
    return facts(["a", "b", "c"], ["x", "y"], [])


def a_shop_without_anything() -> Facts:
    """No item, no customer."""
    return facts([], [], [])


def one_sale() -> Facts:
    """One customer bought the one item."""
    return facts(["a"], ["x"], [Did(0, "purchase", 0, days=3, order=1)])


def browsing_only() -> Facts:
    """Four customers looked at three items each, nobody bought."""
    looks = [Did(c, "view", i, days=2 + c + i / 10, session=c) for c in range(4) for i in range(4) if i != c]
    return facts(["a", "b", "c", "d"], ["w", "x", "y", "z"], looks)


def guests_only() -> Facts:
    """Five guest orders of a kettle and a mug, no customer."""
    orders = [Did(-1, "purchase", item, days=1 + order, order=order) for order in range(5) for item in (0, 1)]
    return facts(["kettle", "mug", "tea"], [], orders)


def purchases_only(seed: int = 0, customers: int = 30) -> Facts:
    """So many customers, twenty items and one that came three days ago; orders of two or three; one family of two."""
    rng = np.random.default_rng(seed)
    events = [
        Did(customer, "purchase", int(item), days=float(rng.integers(1, 90)), order=customer * 10 + order)
        for customer in range(customers)
        for order in range(3)
        for item in rng.choice(20, rng.integers(2, 4), replace=False)
    ]
    things = [
        Thing(f"i{i:02}", family=max(i, 1), title=f"{'red' if i % 2 else 'blue'} mug {i // 4}") for i in range(20)
    ]
    things.append(Thing("i20", title="green mug 5"))
    events.append(Did(0, "purchase", 20, days=3, order=999))
    return facts(things, [f"c{c:02}" for c in range(customers)], events)


def views_and_purchases() -> Facts:
    """As above, everybody looked at five items a week ago, and every other customer plays golf, the others tennis."""
    rng = np.random.default_rng(1)
    bought = purchases_only()
    lines = bought.lines
    views = [(c, int(i)) for c in range(30) for i in rng.choice(20, 5, replace=False)]
    customer, item = np.array(views, dtype=np.int32).T
    age = np.full(len(views), 7, dtype=np.float32)
    merged = np.lexsort((-np.concatenate((lines.age, age)), np.concatenate((lines.customer, customer))))
    nothing = np.full(len(views), -1, dtype=np.int32)
    plays = Attributes(
        Ragged(np.arange(31), np.arange(30, dtype=np.int32) % 2), Strings.of(["sport=golf", "sport=tennis"])
    )
    return replace(
        bought,
        customers=replace(bought.customers, attributes=plays),
        lines=replace(
            lines,
            customer=np.concatenate((lines.customer, customer))[merged],
            item=np.concatenate((lines.item, item))[merged],
            kind=np.concatenate((lines.kind, np.full(len(views), VIEW, dtype=np.uint8)))[merged],
            age=np.concatenate((lines.age, age))[merged],
            order=np.concatenate((lines.order, nothing))[merged],
            session=np.concatenate((lines.session, customer))[merged],
            quantity=np.concatenate((lines.quantity, np.ones(len(views), dtype=np.float32)))[merged],
            price=np.concatenate((lines.price, np.full(len(views), np.nan, dtype=np.float32)))[merged],
        ),
    )


def asked(shop: Facts, customers: Sequence[int], context: Sequence[Sequence[int]] = ()) -> Asked:
    """What is asked for the customers; context: per customer, absent rows are the last order."""
    rows = np.array(customers, dtype=np.int32)
    history = history_of(shop.lines, shop.customers.count, shop.items.count)
    _, at = history.items.spread(rows)
    held = Ragged(_offsets(history.items.lengths(rows)), history.items.values[at])
    named = [list(row) for row in context] or [shop.last_order.row(c).tolist() if c >= 0 else [] for c in rows.tolist()]
    flat = np.array([item for row in named for item in row], dtype=np.int32)
    code = np.append(shop.customers.country.code, np.int32(-1))
    return Asked(
        rows, code[rows], held, history.age[at], history.kind[at], Ragged(_offsets([len(row) for row in named]), flat)
    )


def bought_by(shop: Facts, items: Sequence[int], days: Sequence[float]) -> Asked:
    """One unknown customer whose history is the given purchases, newest first."""
    history = Ragged(_offsets([len(items)]), np.array(items, dtype=np.int32))
    unknown = np.array([-1], dtype=np.int32)
    kind = np.full(len(items), PURCHASE, dtype=np.uint8)
    return Asked(unknown, unknown, history, np.array(days, dtype=np.float32), kind, history)


def anything(shop: Facts) -> Permit:
    """Every item may be shown."""
    families = int(shop.items.family.max(initial=-1)) + 1
    every = np.ones(shop.items.count, dtype=bool)
    return Permit(every, None, np.empty(0, dtype=np.int64), shop.items.family, families)


def without(shop: Facts, rows: int, items: Sequence[int]) -> Permit:
    """The families of the items are banned in every row."""
    allowed = anything(shop)
    keys = [row * allowed.families + int(shop.items.family[item]) for row in range(rows) for item in items]
    return replace(allowed, banned=np.unique(np.array(keys, dtype=np.int64)))


def only(shop: Facts, items: Sequence[int]) -> Permit:
    """Nothing but these items passes."""
    return replace(anything(shop), passing=np.array(sorted(items), dtype=np.int32))


def _offsets(lengths: Sequence[int] | np.ndarray) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(np.asarray(lengths, dtype=np.int64)))).astype(np.int64)
