"""Where candidates come from: the models, and for the personal strategy the lists that were computed last night."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.arrays import ABSENT, Bytes, Ints, Longs
from models.bundle.bundle import NO_SLOT, Bundle, Lists
from models.candidates import Asked, Permit
from models.decision.exclusions import fresh_permit, permit
from models.decision.merging import merged
from models.decision.placements import PERSONAL, PLACEMENT_OF, VOICES, Placement
from models.decision.query import Query, Whom
from models.decision.sourced import Sourced
from models.decision.state import asked_of, asked_today

DEEP = 100
"""How far down each of the VOICES is heard, at least."""


@dataclass(frozen=True)
class Batch:
    """One query for several customers; state and exclusions are gathered only when a source needs them."""

    bundle: Bundle
    query: Query
    placement: Placement
    whom: Whom

    @cached_property
    def asked(self) -> Asked:
        return asked_of(self.bundle, self.placement, self.whom)

    @cached_property
    def alone(self) -> Asked:
        """As last night's lists were asked for: by the customer's own history, whatever stands beside it today."""
        area = PLACEMENT_OF[Query().placement]
        if self.placement.context == area.context and not len(self.whom.context.values):
            return self.asked
        return asked_of(self.bundle, area, Whom.of(self.whom.customer, since=self.whom.since))

    @cached_property
    def today(self) -> Asked:
        """By what the customer did since last night, and nothing else."""
        return asked_today(self.bundle, self.whom)

    @cached_property
    def permit(self) -> Permit:
        return permit(self.bundle, self.query, self.whom, self.fresh)

    @cached_property
    def fresh(self) -> Permit:
        """Without what the precomputed lists obey already."""
        return fresh_permit(self.bundle, self.query, self.whom)

    def take(self, rows: Longs) -> Batch:
        """The same query for some of the customers."""
        return Batch(self.bundle, self.query, self.placement, self.whom.take(rows))


def candidates(batch: Batch, source: str, banned: Longs, depth: int) -> Sourced:
    """The best `depth` of a recommender for every row; banned: further keys row * families + family, ascending.

    The personal strategy is last night's lists, or the same anew, put in another order for who did something since; a
    recommender that is asked for by its name, the personal one too, is asked about what the request or the placement
    names.
    """
    touched = batch.whom.touched
    if source != PERSONAL or not len(touched):
        return _known(batch, source, banned, depth)
    if len(touched) == batch.whom.rows:
        return _today(batch, banned, depth)
    today = _today(batch.take(touched), _rows_of_keys(banned, touched, batch.bundle.families), depth)
    return _replaced(_known(batch, source, banned, depth), touched, today)


def _known(batch: Batch, source: str, banned: Longs, depth: int) -> Sourced:
    """By what last night knew, and where it is scored anew by all that is known."""
    stored = batch.bundle.lists if source == PERSONAL else None
    if stored is None or not (batch.query.exclude_bought and batch.query.in_stock):
        return _live(batch, source, batch.permit, banned, depth)
    return _stored(batch, stored, banned, depth)


def _today(batch: Batch, banned: Longs, depth: int) -> Sourced:
    """Last night's order and what the VOICES say of today, merged."""
    deep = max(depth, DEEP)
    allowed = batch.permit.without(banned)
    parts = [(_known(batch, PERSONAL, banned, deep), 1.0)]
    for voice in VOICES:
        name = batch.bundle.policy.personal if voice.source == PERSONAL else voice.source
        if name in batch.bundle.models:
            found = batch.bundle.models[name].candidates(batch.today, allowed, deep)
            parts.append((Sourced.by(name, found), voice.weight))
    return merged(parts, batch.whom.rows, depth)


def _live(batch: Batch, source: str, allowed: Permit, banned: Longs, depth: int) -> Sourced:
    name = batch.bundle.policy.personal if source == PERSONAL else source
    asked = batch.alone if source == PERSONAL else batch.asked
    return Sourced.by(name, batch.bundle.models[name].candidates(asked, allowed.without(banned), depth))


def _stored(batch: Batch, lists: Lists, banned: Longs, depth: int) -> Sourced:
    """The lists, less what the query and the fallback chain forbid; rows with too little left are scored anew."""
    customer, offsets = batch.whom.customer, lists.items.offsets
    allowed = batch.fresh.without(banned)
    length = lists.items.lengths(customer)
    plain = allowed.passing is None and not len(allowed.banned)
    row, at = _read(offsets[customer], np.minimum(length, depth) if plain else length)
    item = lists.items.values[at]
    if not plain:
        kept = allowed.allows(row, item).nonzero()[0]
        kept = kept[_within(np.bincount(row[kept], minlength=len(customer))) < depth]
        row, item, at = row[kept], item[kept], at[kept]
    anchor = anchors(batch.bundle, customer[row], lists.slot[at])
    found = Sourced(row, item, lists.score[at], anchor, lists.source[at])
    short = ((np.bincount(row, minlength=len(customer)) < depth) & (length >= lists.depth)).nonzero()[0]
    return _replaced(found, short, _again(batch, banned, short, depth)) if len(short) else found


def _read(first: Longs, length: Longs) -> tuple[Ints, Longs]:
    """(row, position) of `length` entries from `first` on, for every row."""
    if len(first) == 1:  # a single request: no need to gather
        return np.zeros(int(length[0]), dtype=np.int32), np.arange(int(first[0]), int(first[0] + length[0]))
    row = np.arange(len(first), dtype=np.int32).repeat(length)
    return row, _within(length) + first.repeat(length)


def _again(batch: Batch, banned: Longs, rows: Longs, depth: int) -> Sourced:
    """Some rows scored live over all items that pass."""
    few = batch.take(rows)
    return _live(few, PERSONAL, few.permit, _rows_of_keys(banned, rows, batch.bundle.families), depth)


def _rows_of_keys(banned: Longs, rows: Longs, families: int) -> Longs:
    """The keys of some rows, renumbered to the position of the row in `rows` (ascending)."""
    if not len(banned):
        return banned
    row = banned // families
    at = np.minimum(np.searchsorted(rows, row), len(rows) - 1)
    held = rows[at] == row
    return at[held] * families + banned[held] % families


def anchors(bundle: Bundle, customer: Ints, slot: Bytes) -> Ints:
    """The items that the slots of the customers' histories stand for, -1 where none does; customer broadcasts."""
    history = bundle.history.items
    at = history.offsets[customer] + slot
    anchor = history.values.take(at, mode="clip") if len(history.values) else np.zeros(slot.shape, dtype=np.int32)
    anchor[slot == NO_SLOT] = ABSENT
    return anchor


def _replaced(found: Sourced, rows: Longs, other: Sourced) -> Sourced:
    """`found` with the given rows taken from `other`, whose row numbers are positions in `rows`."""
    kept = ~np.isin(found.row, rows)
    row = np.concatenate((found.row[kept], rows[other.row].astype(np.int32)))
    order = np.argsort(row, kind="stable")
    return Sourced(
        row[order],
        np.concatenate((found.item[kept], other.item))[order],
        np.concatenate((found.score[kept], other.score))[order],
        np.concatenate((found.anchor[kept], other.anchor))[order],
        np.concatenate((found.source[kept], other.source))[order],
    )


def _within(lengths: Longs) -> Longs:
    """0, 1, 2 ... anew for every row."""
    if len(lengths) == 1:
        return np.arange(int(lengths[0]))
    ends = lengths.cumsum()
    return np.arange(int(ends[-1]) if len(ends) else 0) - (ends - lengths).repeat(lengths)
