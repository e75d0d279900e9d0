"""The part of the customer table that says what customers like."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, Floats, Ints, Longs, Ragged, distinct
from data.columns import PURCHASE
from data.facts.facts import Facts, Lines
from data.strings import Strings
from models.customers.table import COUNT, EMPTY, MEMBERSHIP, Column, CustomerTable, Group, Memberships
from models.interests.evidence import Cells, Met, cells, met
from models.interests.kinds import KINDS, Kind, told
from models.interests.rehearsing import Past, Rule, best_bars, best_count, past_of
from models.interests.topics import LEAST_BUYERS, Named, topics
from models.interests.vectors import vectors_of
from models.recommenders.ranges import Count, Days, Positive, Share, Whole

COLUMNS = (
    Column("interest", MEMBERSHIP, "times the shop", "what the customer likes, each with its shrunk lift"),
    Column("interests", COUNT, "interests", "how many interests the customer has"),
)
TOP = 10
"""Items that stand for an interest."""
SHOWN = 10.0
"""Buyers that an item's lift leans on: few buyers say little."""


@dataclass(frozen=True)
class Found:
    """table: the columns of this part; members: what speaks for each membership, parallel to its values; of_item: item
    -> interests, numbered as the names; bar float32 [interests]: the lower bound of lift that made members, inf where
    none does."""

    table: CustomerTable
    members: Cells
    of_item: Ragged
    bar: Floats
    count: dict[str, int]  # of interests per kind, in the order of the names

    @property
    def name(self) -> Strings:
        """Of each interest."""
        return self.table.memberships["interest"].name if self.table.memberships else Strings.of(())


@dataclass(frozen=True)
class Interests:
    """The section [interests]."""

    kinds: tuple[str, ...] = ("category", "brand", "tag", "price", "topic")  # which are looked for
    half_life: Days = 180.0  # days until what was bought tells half as much of taste
    least_items: Count = 3  # different items that a member met
    least_orders: Whole = 0  # different orders that a member placed with them
    times: Positive = (
        3.0  # how often members should buy new items of an interest against the shop: sets its bar where it can
    )
    bar: Positive = 1.5  # the lift that a member surely has, where the past cannot tell
    most: Count = 10  # interests of a customer, the strongest
    topics: Whole = 0  # how many topics are learned; 0: as many as foretell best
    catalogue: Share = 0.5  # part of sales with a category or tag from which no topics are learned

    def fit(
        self, facts: Facts, rng: np.random.Generator, left_out: Bools | None = None, before: Named | None = None
    ) -> Found:
        """Who likes what at as_of.

        left_out: bool over facts.lines, what tells nothing of taste (gifts). before: last night's topics, whose names
        stay. Cost: a sort of the lines, one of customer-items per kind, and k-means over at most 20,000 items.
        """
        has = met(facts.lines, facts.items.count, self.half_life, left_out)
        past = past_of(facts, self.half_life, left_out, rng)
        kinds = self._kinds(facts, past, rng, left_out, before)
        rule = Rule(self.least_items, self.least_orders, self.bar)
        bars = [self._bars(past, each, rule) for each in kinds]
        if not kinds:
            nothing = Ragged(np.zeros(facts.items.count + 1, dtype=np.int64), np.zeros(0, dtype=np.int32))
            return Found(EMPTY, _none(), nothing, np.zeros(0, dtype=np.float32), {})
        customers, parts, first = facts.customers.count, list[Cells](), 0
        for each, bar in zip(kinds, bars, strict=True):
            found = cells(has, each.of_item, customers, len(each.name))
            found = found.where(rule.members(found, bar[found.interest]))
            parts.append(replace(found, interest=found.interest + first))
            first += len(each.name)
        members = _strongest(_joined(parts), customers, self.most)
        of_item = _laid_over(kinds, facts.items.count)
        count = {each.kind: len(each.name) for each in kinds}
        return Found(_table(members, kinds, of_item, has, facts), members, of_item, np.concatenate(bars), count)

    def _bars(self, past: Past | None, of: Kind, rule: Rule) -> Floats:
        if past is None:
            return np.full(len(of.name), self.bar, dtype=np.float32)
        return best_bars(past, of.of_item, len(of.name), rule, self.times)

    def _kinds(
        self, facts: Facts, past: Past | None, rng: np.random.Generator, left_out: Bools | None, before: Named | None
    ) -> list[Kind]:
        """Those of which the catalogue tells; topics where it has neither category nor tag for enough of what sells."""
        lines = facts.lines
        sold = np.bincount(lines.item[lines.kind == PURCHASE], minlength=facts.items.count).astype(np.float64)
        found = [make(facts.items, sold) for name, make in KINDS if name in self.kinds]
        known = max((told(each, sold) for each in found if each.kind in ("category", "tag")), default=0.0)
        if "topic" in self.kinds and known < self.catalogue:
            taught = facts if left_out is None else replace(facts, lines=_without(facts, left_out))
            found.append(self._topics(taught, past, rng, before))
        return [each for each in found if each.name]

    def _topics(self, facts: Facts, past: Past | None, rng: np.random.Generator, before: Named | None) -> Kind:
        count = self.topics
        if not count and past is not None:
            old = vectors_of(past.facts, LEAST_BUYERS, rng)
            count = best_count(past, old, rng) if len(old.item) else 0
        of = vectors_of(facts, LEAST_BUYERS, rng)
        return topics(of, facts.items.count, count or max(2, len(of.item) // 40), rng, before)


def _without(facts: Facts, left_out: Bools) -> Lines:
    lines = facts.lines
    return Lines(*(getattr(lines, name)[~left_out] for name in lines.__dataclass_fields__))


def _strongest(of: Cells, customers: int, most: int) -> Cells:
    """At most `most` of each customer, the highest lift first."""
    order = np.lexsort((of.interest, -of.lift, of.customer))
    customer = of.customer[order]
    first = np.searchsorted(customer, np.arange(customers))
    return of.where(order[np.arange(len(order)) - first[customer] < most])


def _table(members: Cells, kinds: list[Kind], of_item: Ragged, has: Met, facts: Facts) -> CustomerTable:
    customers = facts.customers.count
    count = np.bincount(members.customer, minlength=customers)
    held = Ragged(np.concatenate(([0], np.cumsum(count))).astype(np.int64), members.interest)
    names = [name for each in kinds for name in each.name]
    return CustomerTable(
        {"interests": count.astype(np.int32)},
        {},
        {"interest": Memberships(held, members.lift, Strings.of(names))},
        _groups(members, names, of_item, has),
    )


def _groups(members: Cells, names: list[str], of_item: Ragged, has: Met) -> tuple[Group, ...]:
    """Each interest with the items that its members take most, against the shop, of those that belong to it."""
    buyers = np.bincount(has.item, minlength=of_item.rows)
    everyone = max(len(distinct(has.customer)), 1)
    item, at = of_item.spread(np.arange(of_item.rows))
    by_interest = Ragged.of(of_item.values[at], item, len(names))
    by_member = Ragged.of(members.interest, np.arange(len(members.interest)), len(names))
    starts = np.searchsorted(has.customer, np.arange(int(has.customer.max(initial=-1)) + 2))
    groups: list[Group] = []
    for number, name in enumerate(names):
        rows = by_member.row(number)
        own = _met_by(has, starts, members.customer[rows], of_item.rows)
        inside = by_interest.row(number)
        usual = np.maximum(buyers[inside], 1) / everyone
        lift = (own[inside] + SHOWN * usual) / ((len(rows) + SHOWN) * usual)
        worth = own[inside] * np.log(np.maximum(lift, 1)) if len(rows) else buyers[inside].astype(np.float64)
        best = np.argsort(-worth, kind="stable")[:TOP]
        best = best[buyers[inside[best]] > 0]
        groups.append(_group(name, members.where(rows), inside, best, lift))
    return tuple(groups)


def _group(name: str, of: Cells, inside: Ints, best: Longs, lift: NDArray[np.float64]) -> Group:
    often = float(np.median(of.share / of.usual)) if len(of.share) else 0.0
    who = "customer" if len(of.customer) == 1 else "customers"
    said = f"{len(of.customer):,} {who}, {often:.1f} times the shop's part of what they buy; {len(inside):,} items"
    return Group("interest", name, said, tuple(inside[best].tolist()), tuple(lift[best].round(2).tolist()))


def _met_by(has: Met, starts: NDArray[np.int64], customers: Ints, items: int) -> NDArray[np.int64]:
    """int64 [items]: how many of the customers met each."""
    lines = Ragged(starts, has.item)
    _, at = lines.spread(customers)
    return np.bincount(has.item[at], minlength=items)


def _laid_over(kinds: list[Kind], items: int) -> Ragged:
    """item -> interests of every kind."""
    rows, values, first = list[Ints](), list[Ints](), 0
    for each in kinds:
        row, at = each.of_item.spread(np.arange(items))
        rows.append(row.astype(np.int32))
        values.append(each.of_item.values[at] + np.int32(first))
        first += len(each.name)
    return Ragged.of(np.concatenate(rows), np.concatenate(values).astype(np.int32), items)


def _joined(parts: list[Cells]) -> Cells:
    names = Cells.__dataclass_fields__
    return Cells(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _none() -> Cells:
    whole, part = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
    return Cells(whole, whole, whole, whole, whole, part, part, part, part)
