"""The product: which items a customer is shown, in which order, and why. Pure and batch first.

The rehearsal, the batch writer and every endpoint call `decide`, so what is evaluated is what is served.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from data.arrays import ABSENT, Bools, Longs
from models.bundle.bundle import Bundle
from models.decision.diversity import Shortlist, shortlist
from models.decision.placements import PERSONAL, Placement, Strategy, placement_of, strategy_of
from models.decision.query import Decisions, Query, Whom
from models.decision.sources import Batch, candidates
from models.recommenders import RECOMMENDERS

RELAXATIONS: tuple[str, ...] = ("strategy", "diversity")
"""What a list may have given up to be full: bit 0, items came from a fallback; bit 1, one category takes more than its share."""

SOURCE_NUMBER = {row.name: number for number, row in enumerate(RECOMMENDERS)}
DEEPEST = 256


def decide(bundle: Bundle, query: Query, whom: Whom, fill: bool = True) -> Decisions:
    """The list of every row: min(n, eligible) items, none excluded, none twice; with fill=False the strategy's own items alone.

    Raises InputError for an unknown placement, strategy or theme.
    """
    placement = placement_of(query.placement)
    strategy = strategy_of(query.strategy or placement.strategy)
    shown = _Shown.empty(whom.rows, query.n)
    for source in strategy.sources:
        _fill(shown, Batch(bundle, _for_own(query, strategy), placement, whom), source, fallback=False)
    for source in placement.fallbacks if fill else ():
        if source not in strategy.sources:
            _fill(shown, Batch(bundle, query, placement, whom), source, fallback=True)
    return _explained(bundle, placement, whom, shown)


def decision_ids(bundle: Bundle, query: Query, whom: Whom, decisions: Decisions, customer_ids: list[str]) -> list[str]:
    """24 hex digits per row, a hash of bundle, query, customer id and list: the same question has the same id."""
    asked = blake2b(f"{bundle.id}|{query!r}".encode(), digest_size=12)
    ids: list[str] = []
    for row, customer_id in enumerate(customer_ids):
        digest = asked.copy()
        digest.update(customer_id.encode("utf-8", "replace") + b"|")
        digest.update(whom.context.row(row).tobytes() + b"|" + whom.exclude.row(row).tobytes() + decisions.item[row].tobytes())
        ids.append(digest.hexdigest())
    return ids


@dataclass(frozen=True)
class _Shown:
    """The lists while they are filled, arrays [rows, n] written in place; filled: how many places of each row are taken."""

    item: np.ndarray
    score: np.ndarray
    source: np.ndarray
    anchor: np.ndarray
    filled: np.ndarray
    relaxed: np.ndarray

    @staticmethod
    def empty(rows: int, n: int) -> _Shown:
        return _Shown(
            np.full((rows, n), ABSENT, dtype=np.int32), np.zeros((rows, n), dtype=np.float32), np.zeros((rows, n), dtype=np.uint8),
            np.full((rows, n), ABSENT, dtype=np.int32), np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.uint8),
        )  # fmt: skip

    def put(self, rows: Longs, chosen: Shortlist, source: int) -> None:
        at, column = rows[chosen.row], self.filled[rows[chosen.row]] + chosen.place
        self.item[at, column] = chosen.item
        self.score[at, column] = chosen.score
        self.anchor[at, column] = chosen.anchor
        self.source[at, column] = source
        self.filled[rows] += np.bincount(chosen.row, minlength=len(rows))


def _for_own(query: Query, strategy: Strategy) -> Query:
    """A strategy that brings bought items back lifts that one rule, for its own sources alone."""
    return query if not strategy.bought else Query(
        query.placement, query.strategy, query.n, query.filter, exclude_bought=False, in_stock=query.in_stock
    )  # fmt: skip


def _fill(shown: _Shown, batch: Batch, source: str, fallback: bool) -> None:
    """Ask one source until every row is full or the source has no more to say; families that are shown already are banned."""
    bundle, n = batch.bundle, batch.query.n
    name = bundle.policy.personal if source == PERSONAL else source
    if name not in bundle.models:
        return
    rows = np.flatnonzero(shown.filled < n)
    while len(rows):
        few = batch if len(rows) == batch.whom.rows else batch.take(rows)
        depth = min(2 * n, DEEPEST) if bundle.variants or bundle.categorised else n
        found = candidates(few, name, _taken(bundle, shown, rows), max(depth, n))
        chosen = shortlist(bundle, found, n, n - shown.filled[rows])
        shown.put(rows, chosen, SOURCE_NUMBER[name])
        shown.relaxed[rows[chosen.crowded]] |= 2
        if fallback:
            shown.relaxed[rows[chosen.row]] |= 1
        got = np.bincount(chosen.row, minlength=len(rows)) > 0
        rows = rows[got & (shown.filled[rows] < n)]


def _taken(bundle: Bundle, shown: _Shown, rows: Longs) -> Longs:
    """Keys row * families + family of what the rows show already, ascending; rows are renumbered 0, 1, ..."""
    if not shown.filled[rows].any():
        return np.empty(0, dtype=np.int64)
    items = shown.item[rows]
    row, column = np.nonzero(items >= 0)
    return np.unique(row * bundle.families + bundle.items.family[items[row, column]])


def _explained(bundle: Bundle, placement: Placement, whom: Whom, shown: _Shown) -> Decisions:
    """Adds the evidence behind each anchor, and whether this mail may be sent."""
    count = np.zeros(shown.item.shape, dtype=np.int32)
    lift = np.full(shown.item.shape, np.nan, dtype=np.float32)
    anchored = shown.anchor >= 0
    for number in np.unique(shown.source[anchored]).tolist():
        mine = anchored & (shown.source == number)
        count[mine], lift[mine] = bundle.models[RECOMMENDERS[number].name].evidence(shown.anchor[mine], shown.item[mine])
    return Decisions(shown.item, shown.score, shown.source, shown.anchor, count, lift, shown.relaxed, _may_send(bundle, placement, whom))


def _may_send(bundle: Bundle, placement: Placement, whom: Whom) -> Bools:
    """Unknown consent is no; what is no mail needs none, and is not sent."""
    if not placement.mail or not bundle.customers.count:
        return np.zeros(whom.rows, dtype=bool)
    return (whom.customer >= 0) & bundle.customers.email_consent[whom.customer]
