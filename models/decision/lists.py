"""Personal lists for every customer with a history, computed once a night so that the day only looks them up."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np

from data.arrays import Bytes, Ints, Ragged
from models.bundle.bundle import NO_SLOT, Bundle, Lists
from models.candidates import Candidates
from models.decision.placements import PLACEMENT_OF
from models.decision.query import Query, Whom
from models.decision.sourced import Sourced
from models.decision.sources import Batch

DEPTH = 256
BLOCK = 250
"""Customers listed at a time: few enough that both threads end together."""
THREADS = 2

Namer = Callable[[Batch], Sourced]
"""Names the candidates of a batch, sorted by row, best first, within what the batch permits."""


def with_lists(bundle: Bundle, depth: int = DEPTH) -> Bundle:
    """The bundle with the lists of its personal recommender. Cost: about 0.2 ms a customer; memory 10 bytes each."""
    name = bundle.policy.personal

    def named(batch: Batch) -> Sourced:
        return Sourced.by(name, bundle.models[name].candidates(batch.asked, batch.permit, depth))

    return replace(bundle, lists=lists_of(bundle, named, with_history(bundle), depth))


def with_history(bundle: Bundle) -> Ints:
    """int32: customers of whom anything is known."""
    return np.flatnonzero(np.diff(bundle.history.items.offsets)).astype(np.int32)


def lists_of(bundle: Bundle, name: Namer, customer: Ints, depth: int) -> Lists:
    """What `name` names for each of some customers, ascending; the others have no list."""
    blocks = [customer[at : at + BLOCK] for at in range(0, len(customer), BLOCK)]
    with ThreadPoolExecutor(THREADS) as threads:
        parts = list(threads.map(partial(_block, bundle, name), blocks))
    row = np.concatenate([np.empty(0, np.int32), *(customers[found.row] for customers, found, _ in parts)])
    offsets = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=bundle.customers.count)))).astype(np.int64)
    item = np.concatenate([np.empty(0, np.int32), *(found.item for _, found, _ in parts)])
    score = np.concatenate([np.empty(0, np.float32), *(found.score for _, found, _ in parts)])
    slot = np.concatenate([np.empty(0, np.uint8), *(slots for _, _, slots in parts)])
    source = np.concatenate([np.empty(0, np.uint8), *(found.source for _, found, _ in parts)])
    return Lists(Ragged(offsets, item), score, slot, source, depth)


def _block(bundle: Bundle, name: Namer, customers: Ints) -> tuple[Ints, Sourced, Bytes]:
    query = Query()
    batch = Batch(bundle, query, PLACEMENT_OF[query.placement], Whom.of(customers))
    found = name(batch)
    return customers, found, _slots(batch.asked.history, found, bundle.items.count)


def _slots(history: Ragged, found: Candidates, items: int) -> Bytes:
    """Where each anchor stands in its customer's history: its first (newest) place; NO_SLOT where it does not stand
    there, as an order of hundreds of items is longer than a history."""
    owner, at = history.spread(np.arange(history.rows))
    key, first = np.unique(owner * items + history.values[at], return_index=True)
    wanted = found.row.astype(np.int64) * items + np.maximum(found.anchor, 0)
    place = np.minimum(np.searchsorted(key, wanted), max(len(key) - 1, 0))
    slot = first[place] - history.offsets[found.row]
    return np.where((found.anchor < 0) | (key[place] != wanted), NO_SLOT, slot).astype(np.uint8)
