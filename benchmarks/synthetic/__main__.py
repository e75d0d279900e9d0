"""`python -m benchmarks.synthetic --size S --out DIR` writes events, items and customers of a synthetic shop."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from benchmarks.synthetic.events import Happened, happened
from benchmarks.synthetic.world import COUNTRIES, SIZES, Size, World, world_of
from data.columns import EVENT_TYPES, PURCHASE

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
SESSIONS = 50_000
COLOURS = ("red", "blue", "green", "black", "white", "rose", "amber", "grey", "ivory", "teal")
STUFFS = ("oak", "wool", "glass", "steel", "linen", "paper", "clay", "felt", "tin", "wicker")
INTERESTS = ("light", "tea", "travel", "time", "food", "pictures", "letters", "play")
THINGS = ("lamp", "mug", "bag", "clock", "bowl", "frame", "candle", "card", "box", "tray", "jar", "toy")


def write_synthetic(size: Size, out: Path, seed: int = 7) -> None:
    """events.parquet, items.parquet and customers.parquet in `out`, the same for the same seed."""
    out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    world = world_of(size, rng)
    parquet.write_table(_items(world, rng), out / "items.parquet", compression="zstd")
    parquet.write_table(_customers(world, rng), out / "customers.parquet", compression="zstd")
    _write_events(world, size, rng, out / "events.parquet")


def _write_events(world: World, size: Size, rng: np.random.Generator, path: Path) -> None:
    items, customers = _item_ids(len(world.price)), _customer_ids(len(world.join))
    left, first_session = size.events, 0
    writer: parquet.ParquetWriter | None = None
    while left > 0:
        chunk = happened(world, rng, first_session, SESSIONS)
        table = _events(world, chunk, items, customers).slice(0, left)
        writer = writer or parquet.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
        left, first_session = left - table.num_rows, first_session + SESSIONS
    if writer:
        writer.close()


def _events(world: World, chunk: Happened, items: pa.Array, customers: pa.Array) -> pa.Table:
    untraded = chunk.kind < PURCHASE
    begin = np.datetime64(BEGIN.replace(tzinfo=None), "us")
    return pa.table({
        "customer_id": customers.take(pa.array(chunk.customer, mask=chunk.customer < 0)),
        "item_id": items.take(pa.array(chunk.item)),
        "event_type": pa.DictionaryArray.from_arrays(pa.array(chunk.kind, pa.int8()), list(EVENT_TYPES)),
        "timestamp": pa.array(begin + (chunk.second * 1e6).astype("timedelta64[us]")),
        "order_id": pa.array(chunk.session, mask=untraded),
        "session_id": pa.array(chunk.session),
        "quantity": pa.array(chunk.quantity, mask=untraded),
        "price": pa.array(world.price[chunk.item], mask=untraded),
    })  # fmt: skip


def _items(world: World, rng: np.random.Generator) -> pa.Table:
    count = len(world.price)
    kind = np.repeat(np.arange(world.types), np.diff(world.first))
    colour, stuff, brand = (rng.integers(0, high, count) for high in (len(COLOURS), len(STUFFS), 3 + count // 100))
    first_seen = [BEGIN + timedelta(days=float(day)) for day in world.launch]
    return pa.table({
        "item_id": _item_ids(count),
        "title": [
            f"{COLOURS[c]} {STUFFS[s]} {THINGS[k % len(THINGS)]} {k}"
            for c, s, k in zip(colour, stuff, kind, strict=True)
        ],
        "category": [f"Synthetic {k % 20} > {THINGS[k % len(THINGS)]} {k}" for k in kind],
        "brand": [f"Synthetic brand {b}" for b in brand],
        "price": world.price,
        "in_stock": rng.random(count) < 0.97,
        "first_seen": pa.array(first_seen, pa.timestamp("us")),
    })  # fmt: skip


def _customers(world: World, rng: np.random.Generator) -> pa.Table:
    return pa.table({
        "customer_id": _customer_ids(len(world.join)),
        "country": [COUNTRIES[c] for c in world.country],
        "email_consent": rng.random(len(world.join)) < 0.7,
        "interest": _interests(world, rng.spawn(1)[0]),
    })  # fmt: skip


def _interests(world: World, rng: np.random.Generator) -> pa.Array:
    """What three in five said when they signed up: every third of them anything, the others what they like most."""
    count = len(world.join)
    liked = np.where(
        rng.random(count) < 2 / 3, world.favourites[:, 0] % len(INTERESTS), rng.integers(0, len(INTERESTS), count)
    )
    return pa.array(INTERESTS).take(pa.array(liked, mask=rng.random(count) > 0.6))


def _item_ids(count: int) -> pa.Array:
    """Ids with leading zeros, in an order that says nothing about how well an item sells."""
    return pa.array([f"{number * 7919 % 1_000_003:07d}" for number in range(count)])


def _customer_ids(count: int) -> pa.Array:
    return pa.array([f"c{number}" for number in range(count)])


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a synthetic shop as Parquet.")
    parser.add_argument("--size", choices=list(SIZES), default="S")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    write_synthetic(SIZES[asked.size], asked.out, asked.seed)


if __name__ == "__main__":
    main()
