"""Facts with fewer lines, for trials."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from data.arrays import ABSENT, Ints
from data.facts.facts import Facts, Lines


def thinned(facts: Facts, customer: Ints, most: int, seed: int) -> Facts:
    """The facts with at most about `most` lines: those of these customers, and of as many others as find room.

    Guests are thinned by order, so that baskets stay whole.
    """
    lines = facts.lines
    if len(lines.age) <= most:
        return facts
    rng = np.random.default_rng(seed)
    wanted = np.isin(lines.customer, customer)
    share = max(most - int(wanted.sum()), 0) / max(int((~wanted).sum()), 1)
    by_customer = rng.random(facts.customers.count) < share
    by_order = rng.random(int(lines.order.max(initial=ABSENT)) + 2) < share  # the last one stands for "no order"
    kept = np.flatnonzero(
        wanted | np.where(lines.customer == ABSENT, by_order[lines.order], by_customer[lines.customer])
    )
    return replace(facts, lines=Lines(**{f.name: getattr(lines, f.name)[kept] for f in fields(lines)}))
