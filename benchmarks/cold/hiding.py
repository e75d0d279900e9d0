"""Customers treated as if they had done nothing before the cut: what their attributes alone are worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta

import numpy as np

from benchmarks.today.nights import Past
from data.arrays import Ints, Ragged
from data.facts.engine import facts_at
from data.facts.facts import Facts, Lines
from models.bundle.bundle import bundle_of
from models.bundle.policy import Policy
from models.recommenders import RECOMMENDERS
from training.fitting import fit_models
from training.night import Night
from training.rehearsal.cases import Cases, cases_of

FOLDS = 5
"""Parts of the customers that are hidden in turn, the others teach."""
NEEDED = ("popular", "attributes")


def hidden_at(night: Night, cut: datetime, window: timedelta) -> Iterator[tuple[Past, Cases]]:
    """Of every fold: what the others teach to `popular` and `attributes`, and those hidden who have an attribute."""
    facts = facts_at(night.con, cut, night.lessons.groups, past=True)
    fold = np.random.default_rng(night.settings.seed).integers(0, FOLDS, facts.customers.count)
    specs = {row.name: row.spec for row in RECOMMENDERS if row.name in NEEDED}
    for number in range(FOLDS):
        known = without(facts, np.flatnonzero(fold == number).astype(np.int32))
        bundle = bundle_of(known, fit_models(specs, known, night.settings.seed), Policy())
        cases = cases_of(night.con, known, cut, cut + window, night.settings.customers, night.settings.seed)
        told = known.customers.attributes
        says = np.diff(told.held.offsets)[cases.customer] > 0 if told else np.zeros(len(cases.customer), dtype=bool)
        asked = (fold[cases.customer] == number) & says & (cases.targets.counts > 0)
        yield Past(cut, known, bundle, "none"), cases.part(np.flatnonzero(asked))


def without(facts: Facts, customer: Ints) -> Facts:
    """The facts of a shop in which these customers are known by name alone."""
    gone = np.zeros(facts.customers.count + 1, dtype=bool)  # the last one stands for guests
    gone[customer] = True
    kept = np.flatnonzero(~gone[facts.lines.customer])
    lines = Lines(**{field.name: getattr(facts.lines, field.name)[kept] for field in fields(Lines)})
    hidden = gone[:-1]
    own = facts.customers
    customers = replace(
        own,
        n_orders=np.where(hidden, 0, own.n_orders).astype(np.int32),
        first_age=np.where(hidden, np.nan, own.first_age).astype(np.float32),
        last_order_age=np.where(hidden, np.nan, own.last_order_age).astype(np.float32),
    )
    left = np.where(hidden, -1, np.arange(len(hidden)))
    held: dict[str, Ragged] = {name: getattr(facts, name).take(left) for name in ("owned", "basket", "last_order")}
    return replace(facts, lines=lines, customers=customers, **held)
