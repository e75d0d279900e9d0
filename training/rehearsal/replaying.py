"""The lists that `decide` would have shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from data.arrays import ABSENT, Bools, Ints
from models.bundle.bundle import Bundle
from models.decision.decide import decide
from models.decision.query import Query, Whom

DEPTH = 20
AT_ONCE = 500
THREADS = 2
AREA = Query(n=DEPTH)
"""The customer's own area in the shop: its strategy is `personal`."""


@dataclass(frozen=True)
class Shown:
    """item int32 [rows, DEPTH], -1 where a list ended; fallback bool [rows, DEPTH]: filled from the
    fallback chain."""

    item: Ints
    fallback: Bools


def shown_to(bundle: Bundle, customer: Ints) -> Shown:
    """The lists of these customers, best first."""
    batches = [customer[at : at + AT_ONCE] for at in range(0, len(customer), AT_ONCE)]
    with ThreadPoolExecutor(THREADS) as threads:
        made = list(threads.map(lambda batch: decide(bundle, AREA, Whom.of(batch)), batches))
    item = np.concatenate([np.empty((0, DEPTH), dtype=np.int32), *(decisions.item for decisions in made)])
    own = np.concatenate([np.empty(0, dtype=np.int32), *(decisions.own for decisions in made)])
    return Shown(item, (np.arange(DEPTH) >= own[:, None]) & (item != ABSENT))


def by_popularity(bundle: Bundle) -> Bundle:
    """The same bundle with best sellers behind the personal strategy: the yardstick, under the same exclusions."""
    return replace(bundle, policy=replace(bundle.policy, personal="popular"), lists=None)
