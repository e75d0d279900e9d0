"""The pieces of a batch's lines: the same bytes as those of a single list, and kept where that takes little memory."""

from __future__ import annotations

import numpy as np
import pytest

from models.decision.query import Decisions
from models.recommenders import RECOMMENDERS
from service import served
from service.pieces import FEW_COUNTS, Entries, Named
from service.reload import Live
from service.served import Served
from service.wording import Wording

ROWS, N, ITEMS = 40, 9, 60


def test_entries_are_written_as_in_a_single_list_whatever_they_say(live: Live) -> None:
    taken = live.take()
    decided = decisions(np.random.default_rng(1))
    fields = taken.readers(["title", "price", "tags"])
    lines = b"".join(Entries(taken.item_id, fields, ITEMS).after([b"["] * ROWS, decided)).splitlines()
    lists = Wording(taken.item_id, fields, ITEMS).lists(decided)
    assert lines == [b"[" + items + b"]}" for _, items in lists]
    assert {length for length, _ in lists} == set(range(N + 1))


def decisions(rng: np.random.Generator) -> Decisions:
    """Lists of all lengths, counts of all sizes, items with an anchor and without."""
    shape = ROWS, N
    item = rng.integers(0, ITEMS, shape).astype(np.int32)
    item[np.arange(N) >= np.arange(ROWS)[:, None] % (N + 1)] = -1
    count = rng.choice([0, 1, 7, FEW_COUNTS, FEW_COUNTS + 1, 2_000_000], shape).astype(np.int32)
    lift = rng.choice([np.nan, 0.5, 12.25, 1e-7], shape).astype(np.float32)
    source = rng.integers(0, len(RECOMMENDERS), shape).astype(np.uint8)
    anchor = rng.integers(-1, ITEMS, shape).astype(np.int32)
    row = np.zeros(ROWS, dtype=np.int32)
    score = rng.random(shape, dtype=np.float32)
    certain = np.ones(shape, dtype=np.float32)
    return Decisions(item, score, source, anchor, count, lift, row, row.astype(np.uint8), row > 0, row > 0, certain)


def test_pieces_are_kept_for_the_next_batch_with_these_fields(live: Live) -> None:
    taken = Served.of(live.take().bundle)
    assert taken.pieces(Named, ["title"]) is taken.pieces(Named, ["title"])
    assert taken.pieces(Named, ["title"]) is not taken.pieces(Named, ["title", "brand"])
    assert isinstance(taken.pieces(Entries, ["title"]), Entries)


def test_pieces_of_few_sets_of_fields_are_kept_and_of_large_shops_none(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = Served.of(live.take().bundle)
    first = taken.pieces(Named, ["title"])
    for name in ("brand", "price", "url", "tags"):
        taken.pieces(Named, [name])
    assert taken.pieces(Named, ["title"]) is not first
    monkeypatch.setattr(served, "REMEMBERED", taken.bundle.items.count - 1)
    assert taken.pieces(Named, ["group"]) is not taken.pieces(Named, ["group"])
