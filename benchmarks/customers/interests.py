"""Whether interests foretell what is bought, whether clusters stay and tell of spend: at three past moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.customers.groups_of_rfm import rfm_cells, rfm_segments
from benchmarks.customers.shop import Shop
from benchmarks.page import table_of
from data.arrays import Floats, Ints
from data.columns import PURCHASE
from data.facts.engine import window_placed, window_purchases
from data.facts.facts import CustomerFacts
from models.clusters.clusters import Clusters
from models.interests.interests import Found, Interests

DAYS = 28
ORIGINS = 3
WEEK = 7
FOLDS = 5
LEAST = 20
"""Members below which an interest has no figure of its own in the macro mean."""
Window = tuple[Ints, Ints]


@dataclass(frozen=True)
class Often:
    """interests; members: memberships; cover: part of the buyers who have one. any: chance that a member buys something
    of the interest that is new to them, over that of all buyers, pooled by members; bought: the same of how many such
    items; macro: `any` per interest, the mean of those with LEAST members; part: as `bought`, of each customer's own
    new items, so that members are not better for being busier."""

    interests: int
    members: int
    cover: float
    any: float
    bought: float
    macro: float
    part: float


def interests(shop: Shop) -> str:
    """Both tables, as Markdown."""
    often: list[list[str]] = []
    steady: list[list[str]] = []
    for back in range(ORIGINS):
        cut = shop.end - timedelta(days=DAYS * (back + 1))
        now, earlier = shop.at(cut), shop.at(cut - timedelta(days=WEEK))
        often += _often_rows(shop, cut, now, back)
        steady.append(_steady_row(shop, cut, now, earlier, back))
    return f"{_often_table(often)}\n{_steady_table(steady)}"


def how_often(found: Found, which: np.ndarray, known: CustomerFacts, bought: Window) -> Often:
    """How much oftener members of the interests `which` (bool) bought new items of them; bought: (customer, item)."""
    items, width = known.facts.items.count, len(found.name)
    lines = known.facts.lines
    had = np.unique(_key(lines.customer, lines.item, items)[(lines.kind == PURCHASE) & (lines.customer >= 0)])
    buyers = np.unique(had // items)
    new = np.setdiff1d(np.unique(_key(*bought, items)), had)
    new = new[np.isin(new // items, buyers)]
    row, at = found.of_item.spread((new % items).astype(np.int32))
    met, times = np.unique(_key((new // items)[row], found.of_item.values[at], width), return_counts=True)
    member = found.members.customer.astype(np.int64) * width + found.members.interest
    size = np.bincount(found.members.interest, minlength=width) * which
    mine = np.isin(met, member)
    rate, each = np.bincount(met % width, minlength=width), np.bincount(met % width, times, width)
    hit = np.bincount(met[mine] % width, minlength=width) * which
    took = np.bincount(met[mine] % width, times[mine], width) * which
    own = np.bincount(new // items, minlength=known.facts.customers.count)
    usual = each / max(len(new), 1) * which
    held = which[found.members.interest]
    good = (size >= LEAST) & (rate > 0)
    singly = hit[good] / size[good] / (rate[good] / len(buyers))
    return Often(
        int(which.sum()), int(size.sum()), len(np.unique(found.members.customer[held])) / max(len(buyers), 1),
        _ratio(hit.sum(), (size * rate).sum() / len(buyers)), _ratio(took.sum(), (size * each).sum() / len(buyers)),
        float(singly.mean()) if len(singly) else float("nan"),
        _ratio(took.sum(), (own[found.members.customer] * usual[found.members.interest]).sum()),
    )  # fmt: skip


def explained(label: Ints, spend: np.ndarray, seed: int = 1) -> float:
    """R^2 of the mean spend of each label's customers, learned on four fifths of the customers, on the fifth left out:
    one minus squared errors over those of the mean of all; label int [customers], from 0."""
    fold = np.random.default_rng(seed).integers(0, FOLDS, len(spend))
    wrong, plain = 0.0, 0.0
    for each in range(FOLDS):
        learn, test = fold != each, fold == each
        mean = spend[learn].mean()
        held = np.bincount(label[learn], minlength=int(label.max()) + 1)
        sums = np.bincount(label[learn], spend[learn], len(held))
        says = np.where(held > 0, sums / np.maximum(held, 1), mean)[label[test]]
        wrong += float(((spend[test] - says) ** 2).sum())
        plain += float(((spend[test] - mean) ** 2).sum())
    return 1 - wrong / plain


def _often_rows(shop: Shop, cut: datetime, now: CustomerFacts, back: int) -> list[list[str]]:
    found = shop.settings.section("interests", Interests).fit(now.facts, np.random.default_rng(back))
    customer, item, _, _ = window_purchases(shop.con, cut, cut + timedelta(days=DAYS))
    kind = np.repeat(list(found.count), list(found.count.values()))
    return [
        _often_row(
            f"{cut:%Y-%m-%d} {each}", how_often(found, kind == each, now, (customer, item)), found.bar[kind == each]
        )
        for each in found.count
    ]


def _often_row(name: str, of: Often, bars: Floats) -> list[str]:
    figures = [f"{value:.2f}" for value in (of.any, of.bought, of.macro, of.part)]
    named = bars[np.isfinite(bars)]
    return [
        name,
        f"{of.interests}",
        f"{len(named)}",
        f"{np.median(named) if len(named) else np.nan:.2f}",
        f"{of.members:,}",
        f"{of.cover:.0%}",
        *figures,
    ]


def _steady_row(shop: Shop, cut: datetime, now: CustomerFacts, earlier: CustomerFacts, back: int) -> list[str]:
    spec = shop.settings.section("clusters", Clusters)
    fits = [spec.fit(each, np.random.default_rng([back, seed])) for seed, each in enumerate((now, earlier))]
    if any(each.missing for each in fits):
        return [f"{cut:%Y-%m-%d}", fits[0].missing or fits[1].missing, *[""] * 7]
    new, old = (each.table.labels["cluster"].code for each in fits)
    both, has = (new >= 0) & (old >= 0), new >= 0
    placed = window_placed(shop.con, cut, cut + timedelta(days=DAYS))
    spend = np.bincount(placed.customer, np.nan_to_num(placed.net), now.facts.customers.count)[has]
    labels = (new[has], rfm_segments(now)[has], rfm_cells(now)[has])
    raw = [f"{explained(label, spend):.3f}" for label in labels]
    log = [f"{explained(label, np.log1p(np.maximum(spend, 0))):.3f}" for label in labels]
    counts = " / ".join(str(len(each.table.labels["cluster"].name)) for each in fits)
    return [f"{cut:%Y-%m-%d}", counts, f"{adjusted_rand_score(old[both], new[both]):.3f}", *raw, *log]


def _often_table(rows: list[list[str]]) -> str:
    heads = ["origin, kind", "interests", "with a bar", "its median", "memberships", "buyers with one", "any, times",
             "items, times", "any, macro", "part, times"]  # fmt: skip
    return table_of(heads, rows)


def _steady_table(rows: list[list[str]]) -> str:
    heads = ["origin", "clusters, now / a week before", "adjusted Rand", "R2 clusters", "R2 RFM 11", "R2 RFM 125",
             "log: clusters", "log: RFM 11", "log: RFM 125"]  # fmt: skip
    return table_of(heads, rows)


def _key(one: Ints, other: Ints, width: int) -> np.ndarray:
    return one.astype(np.int64) * width + other


def _ratio(found: float, expected: float) -> float:
    return float(found) / float(expected) if expected > 0 else float("nan")
