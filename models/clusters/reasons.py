"""Why a customer is in a cluster: the customer's own figures beside the shop's, as codes."""

from __future__ import annotations

import numpy as np

from models.clusters.clusters import Clustered
from models.clusters.describing import telling
from models.clusters.pictures import SHOWN
from models.customers.why import Why


def why(found: Clustered, customer: int) -> list[Why]:
    """One per measure that tells the customer's cluster apart, the most telling first; empty without a cluster.

    code `cluster_<measure>`; says: own, cluster (its middle), usual (the shop's middle), in the unit of the measure.
    """
    if found.now is None or not found.now.known[customer]:
        return []
    labels = found.table.labels["cluster"]
    code = labels.code[customer]
    return [
        Why(
            f"cluster_{each.feature.name}",
            {
                "cluster_name": labels.name[int(code)],
                "own": _own(found.now.of[SHOWN.get(each.feature.name, each.feature.name)], customer),
                "cluster": round(each.middle, 4),
                "usual": round(each.usual, 4),
            },
        )
        for each in telling(found.now, labels.code == code)
    ]


def _own(values: np.ndarray, customer: int) -> float:
    return round(float(values[customer]), 4)
