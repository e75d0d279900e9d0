"""The cleaned tables of a synthetic shop whose customers mostly order: what a night describes, without reading it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from pyarrow import parquet

from benchmarks.synthetic.__main__ import BEGIN, COLOURS, INTERESTS, STUFFS, THINGS
from benchmarks.synthetic.world import COUNTRIES, DAYS, Size, World, world_of, zipf
from data.columns import CART, CLICK, OPEN, PURCHASE, RETURN, VIEW

ITEMS = 20_000
ORDERS = 4.0  # of a customer on average
LINES = 2.5  # of an order on average
VISITS = 3.0  # of a customer on average, beside those that end in an order
GUESTS = 0.05
RETURNED = 0.04
YEARS = 2.0
"""How long the shop has been open: so that the same weeks last year are known of some past moments."""
AS_OF = BEGIN + timedelta(days=YEARS * DAYS)
TABLES = ("event", "item", "customer", "attribute")


def write_cleaned(customers: int, folder: Path, seed: int = 7) -> None:
    """`TABLES` as Parquet; about ten purchase lines, seven looks and two mails of every customer.

    Memory: 1 KB per customer. The same for the same seed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    world = world_of(Size(0, customers, ITEMS), rng)
    tables = (_events(world, rng), _items(world), _customers(world, rng), _attributes(world, rng))
    for name, table in zip(TABLES, tables, strict=True):
        parquet.write_table(table, folder / f"{name}.parquet")


def open_cleaned(folder: Path, threads: int = 2, memory: str = "2GB") -> duckdb.DuckDBPyConnection:
    """As a night has them: views over the files, and the bounds that a night sets by default."""
    con = duckdb.connect()
    con.execute(
        f"SET TimeZone = 'UTC'; SET enable_progress_bar = false; SET threads = {threads}; SET memory_limit = '{memory}'"
    )
    con.execute(f"SET temp_directory = '{folder / 'spill'}'")
    for name in TABLES:
        con.execute(f"CREATE VIEW {name} AS FROM '{folder / name}.parquet'")
    return con


def _events(world: World, rng: np.random.Generator) -> pa.Table:
    parts = [*_orders(world, rng), _looks(world, rng), _mails(world, rng)]
    names = ("customer", "item", "kind", "day", "order_no", "session_no", "quantity")
    told = {name: np.concatenate([part[name] for part in parts]) for name in names}
    by = np.argsort(told["day"], kind="stable")
    told = {name: values[by] for name, values in told.items()}
    t = np.datetime64(BEGIN.replace(tzinfo=None), "us") + (told["day"] * 86_400e6).astype("timedelta64[us]")
    inside = np.flatnonzero(t < np.datetime64(AS_OF.replace(tzinfo=None), "us"))
    untraded = told["order_no"][inside] < 0
    columns = {name: pa.array(told[name][inside]) for name in ("customer", "item", "kind", "order_no", "session_no")}
    return pa.table({
        "seq": np.arange(len(inside)), **columns, "t": t[inside], "day": t[inside].astype("datetime64[D]"),
        "quantity": pa.array(told["quantity"][inside], mask=untraded),
        "price": pa.array(np.round(world.price[told["item"][inside]].astype(np.float64), 2), mask=untraded),
    })  # fmt: skip


Part = dict[str, np.ndarray]


def _orders(world: World, rng: np.random.Generator) -> tuple[Part, Part, Part]:
    """The purchases, a look at each line just before it, and what came back."""
    customer, day = _when(world, rng, ORDERS)
    order = np.repeat(np.arange(len(day)), rng.geometric(1 / LINES, len(day)).clip(max=40))
    guest = rng.random(len(day)) < GUESTS
    item = _items_of(world, rng, customer[order], day[order])
    bought = _part(np.where(guest, -1, customer)[order], item, PURCHASE, day[order], order, order)
    bought["quantity"] += (rng.random(len(order)) < 0.2) + 11.0 * (rng.random(len(order)) < 0.01)
    looked = np.flatnonzero(rng.random(len(order)) < 0.4)
    looks = _part(bought["customer"][looked], item[looked], VIEW, day[order[looked]] - 0.01, None, order[looked])
    back = np.flatnonzero((rng.random(len(order)) < RETURNED) & ~guest[order])
    returns = _part(customer[order[back]], item[back], RETURN, day[order[back]] + rng.uniform(3, 20, len(back)),
                    order[back], None)  # fmt: skip
    return bought, looks, returns


def _looks(world: World, rng: np.random.Generator) -> Part:
    """Visits without an order; every fifth thing is put in the cart."""
    customer, day = _when(world, rng, VISITS)
    visit = np.repeat(np.arange(len(day)), rng.geometric(0.5, len(day)))
    item = _items_of(world, rng, customer[visit], day[visit])
    kind = np.where(rng.random(len(visit)) < 0.2, CART, VIEW)
    return _part(customer[visit], item, kind, day[visit], None, visit + int(1e9))


def _mails(world: World, rng: np.random.Generator) -> Part:
    """Opened, and one in ten clicked."""
    customer, day = _when(world, rng, 2.0)
    kind = np.where(rng.random(len(day)) < 0.1, CLICK, OPEN)
    return _part(customer, np.full(len(day), -1), kind, day, None, None)


def _part(
    customer: np.ndarray, item: np.ndarray, kind: int | np.ndarray, day: np.ndarray, order: np.ndarray | None,
    session: np.ndarray | None,
) -> Part:  # fmt: skip
    absent = np.full(len(day), -1, dtype=np.int32)
    return {
        "customer": customer.astype(np.int32), "item": item.astype(np.int32), "day": day,
        "kind": np.broadcast_to(np.uint8(kind), len(day)), "quantity": np.ones(len(day)),
        "order_no": absent if order is None else order.astype(np.int32),
        "session_no": absent if session is None else session.astype(np.int32),
    }  # fmt: skip


def _when(world: World, rng: np.random.Generator, each: float) -> tuple[np.ndarray, np.ndarray]:
    """(customer, day) of so many things per customer: half of them by activity, half by whoever."""
    customers = len(world.join)
    many = int(each * customers)
    busy = np.searchsorted(world.activity, rng.random(many, dtype=np.float32)).clip(max=customers - 1)
    customer = np.where(rng.random(many) < 0.5, rng.integers(0, customers, many), busy)
    join = world.join[customer].astype(np.float64)
    return customer, YEARS * (join + (DAYS - join) * rng.random(many))


def _items_of(world: World, rng: np.random.Generator, customer: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Of a type that the customer likes, or of any; before its launch the type's best."""
    liked = world.favourites[customer, np.searchsorted([0.6, 0.9], rng.random(len(customer)))]
    kind = np.where(rng.random(len(customer)) < 0.7, liked, zipf(rng, np.full(len(customer), world.types)))
    best = world.first[kind]
    item = best + zipf(rng, world.first[kind + 1] - best)
    return np.where(world.launch[item] <= day, item, best)


def _items(world: World) -> pa.Table:
    count = len(world.price)
    number, kind = np.arange(count), np.repeat(np.arange(world.types), np.diff(world.first))
    none = pa.nulls(count, pa.string())
    titles = [
        f"{'Gift, ' if n % 31 == 0 else ''}{COLOURS[n % 10]} {STUFFS[n // 10 % 10]} {THINGS[k % 12]} {k}"
        for n, k in zip(number, kind, strict=True)
    ]
    return pa.table({
        "item": number.astype(np.int32), "item_id": [f"{n:07d}" for n in number], "title": titles,
        "category": [f"Synthetic {k % 20} > {THINGS[k % 12]} {k}" for k in kind],
        "brand": [f"Synthetic brand {n % 200}" for n in number], "price": world.price.astype(np.float64),
        "regular_price": pa.nulls(count, pa.float64()), "in_stock": np.ones(count, dtype=bool), "image_url": none,
        "url": none, "parent_id": none, "group": none, "first_seen": pa.nulls(count, pa.timestamp("us")),
        "tags": pa.nulls(count, pa.list_(pa.string())), "pack_units": pa.nulls(count, pa.float64()), "kind": none,
        "family": (number - number % 2 * (number % 10 == 1)).astype(np.int32), "is_product": np.ones(count, dtype=bool),
    })  # fmt: skip


def _customers(world: World, rng: np.random.Generator) -> pa.Table:
    count = len(world.join)
    return pa.table({
        "customer": np.arange(count, dtype=np.int32), "customer_id": [f"c{number:08d}" for number in range(count)],
        "email_consent": rng.random(count) < 0.7, "country": pa.array(COUNTRIES).take(pa.array(world.country)),
        "language": pa.nulls(count, pa.string()), "signed_up_at": pa.nulls(count, pa.timestamp("us")),
    })  # fmt: skip


def _attributes(world: World, rng: np.random.Generator) -> pa.Table:
    """What three in five said they like."""
    told = np.flatnonzero(rng.random(len(world.join)) < 0.6)
    liked = pa.array(INTERESTS).take(pa.array(world.favourites[told, 0] % len(INTERESTS)))
    return pa.table({"customer": told.astype(np.int32), "name": ["interest"] * len(told), "value": liked})
