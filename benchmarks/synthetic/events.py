"""What happens in a synthetic shop: sessions drawn in chunks, each from a seed of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.synthetic.world import DAYS, World, zipf
from data.columns import CANCEL, CART, PURCHASE, REMOVE_FROM_CART, RETURN, VIEW

GUESTS = 0.15
VIEWS = 0.2  # chance that a view is a session's last: five views on average
CARTED = 0.3
REMOVED = 0.1  # of the carted
CONVERTS = 0.55  # sessions in which what is in the cart is bought
RETURNED = 0.04
CANCELLED = 0.01
SECONDS = 40.0  # between two views


@dataclass(frozen=True)
class Happened:
    """Events of one chunk of sessions, session by session, oldest first; second counts from the first day."""

    customer: np.ndarray  # -1 is a guest
    item: np.ndarray
    kind: np.ndarray
    second: np.ndarray
    session: np.ndarray
    quantity: np.ndarray


def happened(world: World, rng: np.random.Generator, first_session: int, sessions: int) -> Happened:
    """All that happens in `sessions` sessions. Memory: some 100 bytes per event, about nine events per session."""
    customer = _who(world, rng, first_session + np.arange(sessions))
    start = world.join[customer] + (DAYS - world.join[customer]) * rng.random(sessions)
    taste = world.favourites[customer, np.searchsorted([0.6, 0.9], rng.random(sessions))]
    owner = np.repeat(np.arange(sessions), rng.geometric(VIEWS, sessions).clip(max=30))
    step = np.arange(len(owner)) - np.searchsorted(owner, owner)
    second = start[owner] * 86_400 + step * SECONDS
    item = _seen(world, rng, taste[owner], start[owner])
    kept = _kinds(rng, owner, item, second)
    guest = rng.random(sessions) < GUESTS
    who = np.where(guest, -1, customer)
    picked, kind, when = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    inside = when < DAYS * 86_400
    picked, kind, when = picked[inside], kind[inside], when[inside]
    order = np.lexsort((when, owner[picked]))
    picked = picked[order]
    return Happened(
        customer=who[owner[picked]],
        item=item[picked],
        kind=kind[order],
        second=when[order],
        session=first_session + owner[picked],
        quantity=1 + (rng.random(len(item)) < 0.2)[picked],
    )


def _who(world: World, rng: np.random.Generator, session: np.ndarray) -> np.ndarray:
    """Every other session goes round all customers, so that nearly all of them are seen; the rest go by activity."""
    customers = len(world.join)
    busy = np.searchsorted(world.activity, rng.random(len(session), dtype=np.float32)).clip(max=customers - 1)
    return np.where(session % 2 == 0, session // 2 % customers, busy)


def _seen(world: World, rng: np.random.Generator, taste: np.ndarray, day: np.ndarray) -> np.ndarray:
    """The item of each view: of the session's type, its complement or any; before its launch, the type's best."""
    drawn = rng.random(len(taste))
    kind = np.where(drawn < 0.65, taste, world.complement[taste])
    kind = np.where(drawn < 0.9, kind, zipf(rng, np.full(len(taste), world.types)))
    best = world.first[kind]
    item = best + zipf(rng, world.first[kind + 1] - best)
    return np.where(world.launch[item] <= day, item, best)


def _kinds(
    rng: np.random.Generator, owner: np.ndarray, item: np.ndarray, second: np.ndarray
) -> list[tuple[np.ndarray, ...]]:
    """(position of the view, kind, second) of the views and of all that follows from them."""
    views = np.arange(len(owner))
    carted = views[rng.random(len(views)) < CARTED]
    removed = rng.random(len(carted)) < REMOVED
    converts = rng.random(owner[-1] + 1) < CONVERTS
    bought = carted[~removed & converts[owner[carted]]]
    bought = bought[np.unique(owner[bought] * (item.max() + 1) + item[bought], return_index=True)[1]]  # a line each
    paid = second[np.searchsorted(owner, owner[bought], side="right") - 1] + 60
    returned = rng.random(len(bought)) < RETURNED
    cancelled = ~returned & (rng.random(len(bought)) < CANCELLED)
    return [
        (picked, np.full(len(picked), kind), when)
        for picked, kind, when in (
            (views, VIEW, second),
            (carted, CART, second[carted] + 10),
            (carted[removed], REMOVE_FROM_CART, second[carted[removed]] + 20),
            (bought, PURCHASE, paid),
            (bought[cancelled], CANCEL, paid[cancelled] + 3_600),
            (bought[returned], RETURN, paid[returned] + 86_400 * rng.uniform(3, 20, returned.sum())),
        )
    ]
