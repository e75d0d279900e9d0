"""The complementary protocol: one item of a future order is shown, the others of the same order are to be named.

Every order after the cut asks at most five of its items in turn, drawn with a seed; guests' orders ask too. Candidates
are the listed items sold in the last ninety days before the cut; orders are looked at through them. Variant A wants all
the others. Variant B asks for customers only, wants what they had not bought before, and shows nothing that they had.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import duckdb
import numpy as np

from benchmarks.accuracy.ordering import best_columns
from data.arrays import ABSENT, Bools, Floats, Ints, Longs, Ragged
from data.columns import PURCHASE
from data.facts.engine import window_orders
from data.facts.facts import Facts
from models.bundle.bundle import Bundle
from models.decision.decide import decide
from models.decision.query import Query, Whom
from models.metrics.accuracy import hit, mrr, ndcg
from models.metrics.replay import Replay, Shelves, Targets, replay_of

ASKED_PER_ORDER = 5
ACTIVE_DAYS = 90
DEPTH = 10
AT_ONCE = 200
VARIANTS = ("A", "B")
STRATEGY = "complementary"
SMALL = (2, 5)
"""Items of a small order: read apart, because large ones are a reseller's stock."""

Score = Callable[[Ints], Floats]
"""From the items asked about, int32 [rows], to a score for every item, float32 [rows, items]."""


@dataclass(frozen=True)
class ComplementaryCases:
    """One row per question. item: what is shown; customer: -1 a guest; order: the number of the order it is from; size:
    how many items that has.

    targets: the others of the order (A); fresh: those of them whose family the customer had not bought, none for guests
    (B). candidates bool [items]; family int32 [items]; owned: row -> families bought before the cut; popularity float32
    [items]: purchase lines of the active days, which breaks ties.
    """

    item: Ints
    customer: Ints
    order: Longs
    size: Longs
    targets: Ragged
    fresh: Ragged
    candidates: Bools
    family: Ints
    owned: Ragged
    popularity: Floats

    def wanted(self, variant: str) -> Ragged:
        """What each row is to name: in variant A or B."""
        return self.targets if variant == "A" else self.fresh

    @property
    def small(self) -> Bools:
        """bool [rows]: from an order of two to five items."""
        return (self.size >= SMALL[0]) & (self.size <= SMALL[1])


def complementary_cases(
    con: duckdb.DuckDBPyConnection, facts: Facts, start: datetime, end: datetime, seed: int = 1
) -> ComplementaryCases:
    """The questions that the orders of [start, end) ask; facts are those at start, without rebuy rules."""
    items = facts.items
    candidates = items.listed & items.in_stock & (items.last_sold_age <= ACTIVE_DAYS)
    order, item, customer = _orders(*window_orders(con, start, end), candidates)
    asked = _asked(order, np.random.default_rng(seed))
    _, size = np.unique(order, return_counts=True)
    beginning = np.concatenate(([0], np.cumsum(size)))
    held = Ragged(beginning.astype(np.int64), item)
    which = np.searchsorted(np.unique(order), order[asked])
    row, at = held.spread(which)
    other = items.family[item[at]] != items.family[item[asked]][row]
    row, other_item = row[other], item[at][other]
    owned = _rows(facts.owned, customer[asked])
    new = (customer[asked][row] != ABSENT) & ~_among(row, items.family[other_item], owned)
    count = len(asked)
    return ComplementaryCases(
        item[asked], customer[asked], order[asked], size[which], Ragged.of(row, other_item, count),
        Ragged.of(row[new], other_item[new], count), candidates, items.family, owned, _popularity(facts),
    )  # fmt: skip


def lists_of(cases: ComplementaryCases, score: Score, variant: str) -> Ints:
    """int32 [rows, DEPTH]: the best candidates by score, ties by recent popularity, then by number.

    Left out: the family of what is shown, and in variant B what the customer had bought. Cost: a partial sort per row.
    """
    columns = np.flatnonzero(cases.candidates)
    columns = columns[np.lexsort((columns, -cases.popularity[columns]))].astype(np.int32)
    alike, which = _alike(cases, variant)
    lists = np.full((len(alike), DEPTH), ABSENT, dtype=np.int32)
    for start in range(0, len(alike), AT_ONCE):
        rows = alike[start : start + AT_ONCE]
        scores = score(cases.item[rows])[:, columns]
        scores[_left_out(cases, rows, variant)[:, columns]] = -np.inf
        best = best_columns(scores, DEPTH)
        allowed = ~np.isneginf(np.take_along_axis(scores, best, axis=1))
        lists[start : start + AT_ONCE, : best.shape[1]] = np.where(allowed, columns[best], ABSENT)
    return lists[which]


def _alike(cases: ComplementaryCases, variant: str) -> tuple[Longs, Longs]:
    """(rows of which no two must have the same list, position in them of every row)."""
    whom = cases.customer.astype(np.int64) if variant == "B" else 0
    _, first, which = np.unique(whom * len(cases.candidates) + cases.item, return_index=True, return_inverse=True)
    return first, which


def decided(bundle: Bundle, cases: ComplementaryCases, variant: str) -> Ints:
    """int32 [rows, DEPTH]: what `decide` shows beside the item: to nobody known in A, to the customer in B."""
    query = Query(placement="thank_you", strategy=STRATEGY, n=DEPTH)
    customer = cases.customer if variant == "B" else np.full(len(cases.item), ABSENT, dtype=np.int32)
    context = Ragged(np.arange(len(cases.item) + 1, dtype=np.int64), cases.item)
    shown: list[Ints] = []
    for start in range(0, len(cases.item), AT_ONCE):
        rows = np.arange(start, min(start + AT_ONCE, len(cases.item)))
        shown.append(decide(bundle, query, Whom.of(customer[rows], _rows(context, rows)), explain=False).item)
    return np.concatenate([np.empty((0, DEPTH), dtype=np.int32), *shown])


def score_lists(cases: ComplementaryCases, lists: Ints, variant: str) -> dict[str, Floats]:
    """nDCG@10, hit@10 and MRR@10 of every row, float32; NaN where the variant leaves nothing to name."""
    replay = _replay(cases, lists, variant)
    return {"ndcg@10": ndcg(replay, DEPTH), "hit@10": hit(replay, DEPTH), "mrr@10": mrr(replay, DEPTH)}


def _replay(cases: ComplementaryCases, lists: Ints, variant: str) -> Replay:
    wanted = cases.wanted(variant)
    nobody = np.zeros(len(cases.candidates), dtype=np.int32)
    shelves = Shelves(cases.candidates, nobody, 0, np.empty((len(nobody), 0), dtype=np.int32))
    unknown = np.full(len(wanted.values), np.nan, dtype=np.float32)
    none = np.zeros(len(lists), dtype=np.int64)
    return replay_of(lists, np.zeros(lists.shape, dtype=bool), lists, none, Targets(wanted, unknown), shelves)


def _orders(customer: Ints, item: Ints, order: Ints, candidates: Bools) -> tuple[Longs, Ints, Ints]:
    """Distinct (order, item) of orders with at least two candidates, by order and item; and who ordered."""
    kept = np.flatnonzero(candidates[item] & (order >= 0))
    _, first = np.unique(order[kept].astype(np.int64) * len(candidates) + item[kept], return_index=True)
    kept = kept[first]
    _, which, size = np.unique(order[kept], return_inverse=True, return_counts=True)
    kept = kept[size[which] >= SMALL[0]]
    return order[kept].astype(np.int64), item[kept], customer[kept]


def _asked(order: Longs, rng: np.random.Generator) -> Longs:
    """Positions of at most ASKED_PER_ORDER lines of every order, ascending."""
    shuffled = np.lexsort((rng.random(len(order)), order))
    _, first, which = np.unique(order, return_index=True, return_inverse=True)
    return np.sort(shuffled[np.arange(len(order)) - first[which] < ASKED_PER_ORDER])


def _among(row: Longs, family: Ints, held: Ragged) -> Bools:
    """Whether the row holds the family."""
    families = int(max(family.max(initial=0), held.values.max(initial=0))) + 1
    owner = np.repeat(np.arange(held.rows), np.diff(held.offsets))
    return np.isin(row * families + family, owner * families + held.values)


def _left_out(cases: ComplementaryCases, rows: Longs, variant: str) -> Bools:
    """bool [rows, items]"""
    gone = cases.family[None, :] == cases.family[cases.item[rows]][:, None]
    if variant == "B":
        owned = np.zeros((len(rows), int(cases.family.max(initial=0)) + 1), dtype=bool)
        owner, at = cases.owned.spread(rows)
        owned[owner, cases.owned.values[at]] = True
        gone |= owned[:, cases.family]
    return gone


def _rows(of: Ragged, rows: Ints | Longs) -> Ragged:
    owner, at = of.spread(rows)
    return Ragged.of(owner, of.values[at], len(rows))


def _popularity(facts: Facts) -> Floats:
    lines = facts.lines
    recent = (lines.kind == PURCHASE) & (lines.age <= ACTIVE_DAYS)
    return np.bincount(lines.item[recent], minlength=facts.items.count).astype(np.float32)
