"""What stands behind the customer table and is too much for a column; why of it."""

from __future__ import annotations

from dataclasses import dataclass

from models.clusters.reasons import Behaviour
from models.interests.reasons import Taste
from models.rhythm.telling import Rhythm


@dataclass(frozen=True)
class Evidence:
    """rhythm: due items and what next orders rest on; taste: what speaks for each interest of a customer; behaviour:
    what tells the clusters apart."""

    rhythm: Rhythm
    taste: Taste
    behaviour: Behaviour
