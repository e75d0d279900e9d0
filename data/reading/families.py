"""Families: variants of one parent, and ids that differ only in case."""

from __future__ import annotations

import duckdb
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data.arrays import Ints

EDGES = """
    WITH named AS (SELECT item, lower(item_id) AS own, lower(coalesce(parent_id, item_id)) AS parent FROM staged.described),
    nodes AS (SELECT name, row_number() OVER (ORDER BY name) - 1 AS node FROM
                  (SELECT own AS name FROM named UNION SELECT parent FROM named))
    SELECT item, a.node AS own, b.node AS parent
    FROM named JOIN nodes AS a ON a.name = own JOIN nodes AS b ON b.name = parent ORDER BY item"""


def family_numbers(con: duckdb.DuckDBPyConnection) -> Ints:
    """The family of each item of `staged.described`, int32 [items], numbered 0.. by first member.

    Items are nodes, an item is tied to the lower case of its own id and of its parent's; a family is a connected part.
    """
    edges = con.execute(EDGES).fetchnumpy()
    own, parent = np.asarray(edges["own"], dtype=np.int64), np.asarray(edges["parent"], dtype=np.int64)
    if not len(own):
        return np.zeros(0, dtype=np.int32)
    nodes = int(max(own.max(), parent.max())) + 1
    graph = coo_array((np.ones(len(own), dtype=np.int8), (own, parent)), shape=(nodes, nodes))
    part = connected_components(graph, directed=False)[1][own]
    _, first, inverse = np.unique(part, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    return rank[inverse]
