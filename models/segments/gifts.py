"""Orders that are likely presents: they say little of the taste of who pays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from data.arrays import Bools, Floats, Ints, Longs, distinct
from data.columns import PURCHASE
from data.errors import InputError
from data.facts.facts import CustomerFacts, Items, Lines, Orders
from data.strings import Strings
from models.customers.history import History, days_of, history
from models.customers.table import COUNT, FLAG, Column, CustomerTable
from models.customers.why import Why
from models.segments.segment import figures
from models.segments.wholesale import Wholesale, wholesale

COLUMNS: Final = (
    Column("gift_orders", COUNT, "orders", "that look like presents: two of gift words, season, far from own taste"),
    Column("gift_giver", FLAG, "", "at least one order that looks like a present"),
)
WORDS: Final = (
    "gift", "gifts", "present", "greeting", "greetings", "birthday", "christening", "wedding", "valentine",
    "valentines", "mothers day", "fathers day", "geschenk", "geschenke", "geburtstag", "muttertag", "hochzeit",
    "cadeau", "anniversaire", "regalo", "regalos", "cumpleanos", "compleanno", "verjaardag",
)  # fmt: skip


@dataclass(frozen=True)
class Gifts:
    """What makes an order look like a present, section `[people.gifts]` of the settings."""

    words: tuple[str, ...] = WORDS
    """In titles; whole words, whatever their case."""
    seasons: tuple[tuple[str, str], ...] = (("11-24", "12-24"), ("02-04", "02-14"))
    """From which day to which day of a year presents are bought, each `month-day`."""
    words_share: float = 0.5
    """The share of an order's lines that must say so."""
    far_share: float = 0.8
    """The share of an order's kinds of item that the customer has in no other order, if far from the own taste."""
    far_chance: float = 0.05
    """The chance at most that all those kinds were new by the customer's usual share of new ones: who always buys other
    things has no taste to be far from, and an order of one or two kinds is not far."""
    orders: int = 4
    """Orders from which a taste can be known."""

    def __post_init__(self) -> None:
        for day in (day for season in self.seasons for day in season):
            if not re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", day):
                raise InputError("people.gifts.seasons", f"'{day}' is no day of a year; write it as month-day, 12-24")


def gifts(known: CustomerFacts, trade: Bools, spec: Gifts) -> CustomerTable:
    """The columns of `COLUMNS`. trade: who buys for a trade, and so no presents."""
    found = gift_like(known, trade, spec)
    count = np.bincount(known.orders.customer[found], minlength=known.facts.customers.count).astype(np.int32)
    return CustomerTable({"gift_orders": count, "gift_giver": count > 0}, {}, {})


def gift_like(known: CustomerFacts, trade: Bools | None = None, spec: Gifts | None = None) -> Bools:
    """bool [orders]: which orders look like presents: two of gift words in the titles, a season of presents, and a
    basket far from the customer's own taste. Never those of `trade` (bool [customers]), who buy to sell; None: those
    whom the default rules of wholesale name.

    Cost: two sorts of the purchase lines.
    """
    spec = spec or Gifts()
    if trade is None:
        so_far = history(known, days_of(known, History()), History())
        trade = wholesale(known.facts.lines, so_far, Wholesale()).number("wholesale")
    orders, lines = known.orders, known.facts.lines
    row, item = _bought(lines, orders)
    signs = (
        _worded(row, item, known.facts.items, len(orders.age), spec).astype(np.int8)
        + _in_season(known.facts.as_of, orders.age, spec)
        + _far(row, _kinds(known.facts.items)[item], orders, spec)
    )
    return (signs >= 2) & ~trade[orders.customer]


def gift_lines(lines: Lines, orders: Orders, found: Bools) -> Bools:
    """bool [lines]: which purchase lines belong to these orders, to leave them out of what a taste is learned from."""
    return _of_orders(lines, orders, found)


def why(table: CustomerTable, customer: int) -> list[Why]:
    """How many of the orders look like presents."""
    return [Why("gift_orders", figures(table, customer, "gift_orders", "orders"))]


def _rows(lines: Lines, orders: Orders) -> Longs:
    """Line -> its row in orders; -1 where it has none."""
    by_number = np.full(max(int(orders.order.max(initial=-1)), int(lines.order.max(initial=-1))) + 2, -1, np.int64)
    by_number[orders.order] = np.arange(len(orders.order))
    row = np.where(lines.kind == PURCHASE, by_number[lines.order], -1)
    # two customers may share an order number: only the one that it is known by keeps it
    row[(row >= 0) & (np.append(orders.customer, -1)[row] != lines.customer)] = -1
    return row


def _of_orders(lines: Lines, orders: Orders, found: Bools) -> Bools:
    row = _rows(lines, orders)
    return (row >= 0) & np.append(found, False)[row]


def _bought(lines: Lines, orders: Orders) -> tuple[Longs, Ints]:
    row = _rows(lines, orders)
    return row[row >= 0], lines.item[row >= 0]


def _worded(row: Longs, item: Ints, items: Items, count: int, spec: Gifts) -> Bools:
    said = _says(items.title, spec.words)[item]
    held = np.bincount(row, minlength=count)
    return (held > 0) & (np.bincount(row[said], minlength=count) >= spec.words_share * held)


def _says(titles: Strings, words: tuple[str, ...]) -> Bools:
    """bool [items]: which titles hold one of the words."""
    any_of = re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})\b", re.IGNORECASE)
    return np.array([bool(words) and any_of.search(title.replace("'", "")) is not None for title in titles], dtype=bool)


def _in_season(as_of: str, age: Floats, spec: Gifts) -> Bools:
    now = np.datetime64(datetime.fromisoformat(as_of).replace(tzinfo=None), "s")
    day = (now - (age * 86400).astype("timedelta64[s]")).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    of_year = (month.astype(np.int64) % 12 + 1) * 100 + (day - month.astype("datetime64[D]")).astype(np.int64) + 1
    found = np.zeros(len(age), dtype=bool)
    for first, last in spec.seasons:
        start, end = (int(each.replace("-", "")) for each in (first, last))
        inside = (of_year >= start) & (of_year <= end)
        found |= inside if start <= end else (of_year >= start) | (of_year <= end)
    return found


def _kinds(items: Items) -> Ints:
    """int32 [items]: what kind each is of: the category, the brand, else what the titles have in common; -1 unknown."""
    for labels in (items.category, items.brand):
        if len(labels.code) and (labels.code >= 0).mean() >= 0.5:
            return labels.code
    return _by_title(items.title)


def _by_title(titles: Strings) -> Ints:
    """By the commonest word of the title that at most one item in twenty shares: RED MUG and BLUE MUG are mugs."""
    split = [re.findall(r"[^\W\d_]{3,}", title.lower()) for title in titles]
    words, number = np.unique(np.array([word for title in split for word in title], dtype=object), return_inverse=True)
    owner = np.repeat(np.arange(len(split)), [len(title) for title in split])
    shared = np.bincount(number, minlength=len(words))
    fit = (shared[number] >= 2) & (shared[number] <= max(len(split) / 20, 2))
    by = np.lexsort((shared[number[fit]], owner[fit]))
    found = np.full(len(split), -1, dtype=np.int32)
    found[owner[fit][by]] = number[fit][by]  # the commonest comes last and stays
    return found


def _far(row: Longs, kind: Ints, orders: Orders, spec: Gifts) -> Bools:
    """Which orders hold mostly kinds that their customer has in no other order, although it usually buys its own."""
    count, customers = len(orders.age), int(orders.customer.max(initial=-1)) + 1
    span = int(kind.max(initial=-1)) + 1
    known = kind >= 0
    pairs = distinct(row[known] * max(span, 1) + kind[known])
    order, kind_of = pairs // max(span, 1), pairs % max(span, 1)
    key = orders.customer[order].astype(np.int64) * max(span, 1) + kind_of
    kinds = np.bincount(order, minlength=count)
    strange = np.bincount(order[_alone(key)], minlength=count) / np.maximum(kinds, 1)
    placed = np.bincount(orders.customer, minlength=customers)
    usual = (np.bincount(orders.customer, strange, customers)[orders.customer] - strange) / np.maximum(
        placed[orders.customer] - 1, 1
    )
    unlike = (strange >= spec.far_share) & (usual ** (strange * kinds) <= spec.far_chance)
    return unlike & (placed[orders.customer] >= spec.orders)


def _alone(key: Longs) -> Bools:
    """Which keys occur once."""
    by = np.argsort(key, kind="stable")
    same = np.zeros(len(key), dtype=bool)
    equal = key[by][1:] == key[by][:-1]
    same[1:] |= equal
    same[:-1] |= equal
    found = np.empty(len(key), dtype=bool)
    found[by] = ~same
    return found
