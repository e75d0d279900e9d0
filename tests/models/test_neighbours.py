"""The item-item table against the same thing written plainly."""

from __future__ import annotations

import numpy as np
import pytest

from data.arrays import Ragged
from models.best import best_per_row, strongest
from models.candidates import Permit
from models.neighbours import BLOCK, CAP, Neighbours, no_neighbours
from models.pairs import neighbours_of
from models.sparse import matrix
from models.votes import in_order

ITEMS = 30


def a_table(seed: int) -> Neighbours:
    """Up to nine neighbours per item, weights of one decimal, so that there are ties."""
    rng = np.random.default_rng(seed)
    rows = [np.sort(rng.choice(ITEMS, rng.integers(0, 10), replace=False)) for _ in range(ITEMS)]
    item = np.concatenate(rows).astype(np.int32)
    weight = (rng.integers(1, 5, len(item)) / 8).astype(np.float32)
    count = rng.integers(0, 9, len(item)).astype(np.int32)
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    return Neighbours(offsets, item, weight, count, rng.integers(1, 20, ITEMS).astype(np.int32), 100)


def questions(rows: int, seed: int) -> tuple[Ragged, np.ndarray, Permit]:
    """Up to six items a row, some rows without; some families banned, one item out of stock."""
    rng = np.random.default_rng(seed)
    lengths = rng.integers(0, 7, rows)
    source = Ragged(
        np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
        rng.integers(0, ITEMS, lengths.sum()).astype(np.int32),
    )
    family = (np.arange(ITEMS) // 2).astype(np.int32)
    default = np.arange(ITEMS) != 3
    banned = np.unique(rng.integers(0, rows * 15, rows * 3))
    return source, (rng.integers(1, 4, lengths.sum()) / 4).astype(np.float32), Permit(default, None, banned, family, 15)


def plainly(
    table: Neighbours, source: Ragged, weight: np.ndarray, permit: Permit, depth: int
) -> list[tuple[int, int, float, int]]:
    """(row, item, score, anchor), item by item."""
    found: list[tuple[int, int, float, int]] = []
    for row in range(source.rows):
        votes: dict[int, list[tuple[float, int]]] = {}
        for place in range(source.offsets[row], source.offsets[row + 1]):
            anchor = int(source.values[place])
            for at in range(table.offsets[anchor], table.offsets[anchor + 1]):
                votes.setdefault(int(table.item[at]), []).append((float(weight[place] * table.weight[at]), anchor))
        ranked = sorted(
            (-sum(vote for vote, _ in cast), item, max(cast, key=lambda vote: vote[0])[1])
            for item, cast in votes.items()
            if permit.allows(np.array([row]), np.array([item], dtype=np.int32))[0]
        )
        found += [(row, item, -score, anchor) for score, item, anchor in ranked[:depth]]
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rows", [1, 5, BLOCK + 7])
def test_candidates_are_the_sum_of_votes_item_by_item(rows: int, seed: int) -> None:
    table, (source, weight, permit) = a_table(seed), questions(rows, seed)
    found = table.candidates(source, weight, permit, 4)
    expected = plainly(table, source, weight, permit, 4)
    assert (
        list(zip(*(part.tolist() for part in (found.row, found.item, found.score, found.anchor)), strict=True))
        == expected
    )


@pytest.mark.parametrize("pairs", [5, 3000])
def test_evidence_is_looked_up_pair_by_pair(pairs: int) -> None:
    table, rng = a_table(1), np.random.default_rng(2)
    anchor, item = (rng.integers(-1 if pairs < 9 else 0, ITEMS, pairs).astype(np.int32) for _ in range(2))
    count, lift = table.evidence(anchor, item)
    for place in range(pairs):
        row = slice(table.offsets[anchor[place]], table.offsets[anchor[place] + 1])
        held = dict(zip(table.item[row].tolist(), table.count[row].tolist(), strict=True)) if anchor[place] >= 0 else {}
        seen = held.get(int(item[place]), 0)
        assert count[place] == seen
        if seen:
            chance = table.held[anchor[place]] * table.held[item[place]] / table.total
            assert lift[place] == pytest.approx(seen / chance)
        else:
            assert np.isnan(lift[place])


def test_an_empty_table_names_nothing_and_knows_nothing() -> None:
    source, weight, permit = questions(3, 0)
    table = no_neighbours(ITEMS)
    assert not len(table.candidates(source, weight, permit, 4).row)
    for pairs in (2, 100):
        count, lift = table.evidence(np.zeros(pairs, dtype=np.int32), np.ones(pairs, dtype=np.int32))
        assert not count.any()
        assert np.isnan(lift).all()


@pytest.mark.parametrize("longest", [9, 60])
@pytest.mark.parametrize("rows", [1, 6])
def test_the_best_of_each_row_come_first_and_the_earlier_of_equals(rows: int, longest: int) -> None:
    rng = np.random.default_rng(rows)
    lengths = rng.integers(0, longest, rows)
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    score = (rng.integers(1, 4, lengths.sum()) / 2).astype(np.float32)
    expected = [
        place
        for row in range(rows)
        for place in sorted(range(offsets[row], offsets[row + 1]), key=lambda place: (-score[place], place))[:3]
    ]
    assert best_per_row(offsets, score, 3).tolist() == expected


@pytest.mark.parametrize("wide", [16, 70_000])
@pytest.mark.parametrize("votes", [3, 100])
@pytest.mark.parametrize("rows", [1, 5])
def test_votes_stand_by_row_then_item_then_as_they_were_cast(rows: int, votes: int, wide: int) -> None:
    rng = np.random.default_rng(votes)
    lengths = rng.integers(votes, 2 * votes, rows)
    first = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    item = rng.choice(np.array([1, 2, min(1 << 16, wide - 2), wide - 1], dtype=np.int32), lengths.sum())
    row = np.repeat(np.arange(rows), lengths)
    expected = sorted(range(len(item)), key=lambda vote: (row[vote], item[vote], vote))
    pair, order = in_order(first, item, wide)
    assert order.tolist() == expected
    assert pair.tolist() == (row * wide + item)[expected].tolist()


def test_the_strongest_of_each_row_stay_by_item() -> None:
    rng = np.random.default_rng(5)
    row = np.repeat(np.arange(4), [6, 0, 3, 9])
    item = np.concatenate([rng.permutation(20)[:n] for n in (6, 0, 3, 9)]).astype(np.int32)
    weight = (rng.integers(1, 4, len(item)) / 2).astype(np.float32)
    by_weight = sorted(zip(row.tolist(), (-weight).tolist(), item.tolist(), strict=True))
    expected = sorted((r, i, -w) for r in range(4) for _, w, i in [held for held in by_weight if held[0] == r][:4])
    assert list(zip(*(part.tolist() for part in strongest(row, item, weight, 20, 4)), strict=True)) == expected


def test_a_table_holds_the_cap_largest_of_a_product_and_counts_its_pairs() -> None:
    rng = np.random.default_rng(3)
    items, baskets = CAP + 40, 60
    held = (rng.random((baskets, items)) < 0.3).astype(float)
    basket, item = held.nonzero()
    seen = matrix(basket, item.astype(np.int32), np.ones(len(item)), held.shape)
    weights = matrix(basket, item.astype(np.int32), rng.random(len(item)), held.shape)
    table = neighbours_of(seen.T.tocsr(), weights, [seen])
    dense = (held.T @ weights.toarray()).astype(np.float32)
    np.fill_diagonal(dense, 0)
    for anchor in range(items):
        row = slice(table.offsets[anchor], table.offsets[anchor + 1])
        best = np.sort(np.argsort(-dense[anchor], kind="stable")[: min(CAP, np.count_nonzero(dense[anchor]))])
        assert table.item[row].tolist() == best.tolist()
        assert table.weight[row] == pytest.approx(dense[anchor, best], rel=1e-5)
        assert table.count[row].tolist() == (held.T @ held)[anchor, best].tolist()
    assert table.held.tolist() == held.sum(axis=0).tolist()
    assert table.total == baskets
