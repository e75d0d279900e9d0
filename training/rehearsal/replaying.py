"""The lists that `decide` would have shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from data.arrays import ABSENT, Bools, Bytes, Floats, Ints
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
    """Arrays [rows, DEPTH], best first; item int32 is -1 where a list ended.

    score float32; source uint8, position in RECOMMENDERS; fallback bool: filled from the fallback chain.
    """

    item: Ints
    score: Floats
    source: Bytes
    fallback: Bools


def shown_to(bundle: Bundle, customer: Ints, query: Query = AREA, fill: bool = True) -> Shown:
    """The lists of these customers; fill=False: without the fallback chain."""
    batches = [customer[at : at + AT_ONCE] for at in range(0, max(len(customer), 1), AT_ONCE)]
    with ThreadPoolExecutor(THREADS) as threads:
        made = list(threads.map(lambda batch: decide(bundle, query, Whom.of(batch), fill, explain=False), batches))
    item = np.concatenate([decisions.item for decisions in made])
    score = np.concatenate([decisions.score for decisions in made])
    source = np.concatenate([decisions.source for decisions in made])
    own = np.concatenate([decisions.own for decisions in made])
    return Shown(item, score, source, (np.arange(query.n) >= own[:, None]) & (item != ABSENT))


def by_popularity(bundle: Bundle) -> Bundle:
    """The same bundle with best sellers behind the personal strategy: the yardstick, under the same exclusions."""
    return replace(bundle, policy=replace(bundle.policy, personal="popular", exploration=0.0), lists=None)
