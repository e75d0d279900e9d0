"""Why a customer is in a cluster: the customer's own figures beside the shop's, as codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Floats
from models.clusters.clusters import Clustered
from models.clusters.describing import telling
from models.clusters.pictures import SHOWN
from models.customers.table import CustomerTable
from models.customers.why import Why


@dataclass(frozen=True)
class Apart:
    """A measure that tells a cluster apart: its middle there, and the shop's."""

    cluster: str
    measure: str
    middle: float
    usual: float


@dataclass(frozen=True)
class Behaviour:
    """apart: of every cluster, the most telling first; own float32 [customers]: each such measure, by its name."""

    apart: tuple[Apart, ...]
    own: dict[str, Floats]


def behaviour_of(found: Clustered) -> Behaviour:
    """What is kept of the clusters of a night; nothing where there are none."""
    if found.now is None or "cluster" not in found.table.labels:
        return Behaviour((), {})
    labels = found.table.labels["cluster"]
    apart = tuple(
        Apart(name, each.feature.name, each.middle, each.usual)
        for code, name in enumerate(labels.name)
        for each in telling(found.now, labels.code == code)
    )
    measures = dict.fromkeys(each.measure for each in apart)
    own = {name: found.now.of[SHOWN.get(name, name)].astype(np.float32) for name in measures}
    return Behaviour(apart, own)


def why(behaviour: Behaviour, table: CustomerTable, customer: int) -> list[Why]:
    """One per measure that tells the customer's cluster apart, the most telling first; empty without a cluster.

    code `cluster_<measure>`; says: cluster (its letter), own, middle (of the cluster), usual (the shop's middle), in
    the unit of the measure; own is left out where it cannot be said.
    """
    if "cluster" not in table.labels or table.labels["cluster"].code[customer] < 0:
        return []
    labels = table.labels["cluster"]
    name = labels.name[int(labels.code[customer])]
    return [_why(behaviour, each, customer) for each in behaviour.apart if each.cluster == name]


def _why(behaviour: Behaviour, apart: Apart, customer: int) -> Why:
    own = float(behaviour.own[apart.measure][customer])
    said = {"own": own} if own == own else {}
    return Why(
        f"cluster_{apart.measure}", {"cluster": apart.cluster, **said, "middle": apart.middle, "usual": apart.usual}
    )
