"""Every column of the customer table: what it says, in which unit. A part's rows stand beside the part."""

from __future__ import annotations

from models.audiences import audience, told
from models.clusters import clusters
from models.customers import value
from models.customers.table import Column
from models.interests import interests
from models.rhythm import columns as rhythm
from models.segments import people

COLUMNS: tuple[Column, ...] = (
    *told.COLUMNS,
    *people.COLUMNS,
    *value.COLUMNS,
    *rhythm.COLUMNS,
    *interests.COLUMNS,
    *clusters.COLUMNS,
    *audience.COLUMNS,
)
"""In the order of the table; a shop's own attributes stand behind the first ones, by the names that it gave them."""
