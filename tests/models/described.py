"""Random customers described: a table with a column of each kind, what the shop tells of them, and audiences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.arrays import Ragged
from data.facts.facts import Attributes
from data.strings import Strings
from models.audiences.audience import Audience, with_audiences
from models.audiences.told import told_of
from models.bundle.bundle import Bundle
from models.customers.table import CustomerTable, Group, Memberships, labelled

LIFECYCLE, RFM = ("repeat", "lapsed", "lost"), ("champions", "lost", "=cmd")
INTERESTS = ("garden", "christmas tree", "a/b")
AUDIENCES = {
    "gone": Audience("lapsed or lifecycle:lost", 1, "they left"),
    "gone_gardeners": Audience("audience:gone and garden"),
    "too_few": Audience("value > 99999", 50),
}


def a_table(customers: int, seed: int = 5) -> CustomerTable:
    """Columns of customers drawn at random; some say nothing."""
    rng = np.random.default_rng(seed)
    value = np.where(rng.random(customers) < 0.2, np.nan, rng.gamma(1, 100, customers)).astype(np.float32)
    row = np.sort(rng.integers(0, max(customers, 1), 2 * customers))
    interest = rng.integers(0, len(INTERESTS), len(row)).astype(np.int32)
    pairs = np.unique(np.stack([row, interest], axis=1), axis=0)
    return CustomerTable(
        {"value": value, "orders": rng.integers(-1, 5, customers).astype(np.int32), "wholesale": value > 200},
        {
            "lifecycle": labelled(rng.integers(-1, 3, customers).astype(np.int32), LIFECYCLE),
            "rfm": labelled(rng.integers(-1, 3, customers).astype(np.int32), RFM),
        },
        {
            "interest": Memberships(
                Ragged.of(pairs[:, 0], pairs[:, 1].astype(np.int32), customers),
                rng.random(len(pairs)).astype(np.float32), Strings.of(INTERESTS),
            )
        },
        (Group("interest", "garden", "buys lamps and pots", (1, 3), (2.5, 1.5)), Group("lifecycle", "lost", "is gone")),
    )  # fmt: skip


def described(bundle: Bundle) -> Bundle:
    """The same with a table of its customers, two attributes among what the shop tells of them, and audiences."""
    count = bundle.customers.count
    held = Ragged.of(np.arange(count), (np.arange(count) % 2).astype(np.int32), count)
    customers = replace(bundle.customers, attributes=Attributes(held, Strings.of(["Tier=blue", "Tier=gold"])))
    table = a_table(count)
    table = table.joined(told_of(customers, table.names()))
    audiences, standings = with_audiences(table, AUDIENCES, count)
    return replace(bundle, customers=customers, described=table.joined(audiences), audiences=standings)
