"""Families: variants of one parent, and ids that differ only in case."""

from __future__ import annotations

from typing import Any, cast

import duckdb
import numpy as np
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]
from scipy.sparse import csgraph  # pyright: ignore[reportMissingTypeStubs]

from data.arrays import Ints

EDGES = """
    WITH named AS (
        SELECT item, lower(item_id) AS own, lower(coalesce(parent_id, item_id)) AS parent FROM staged.described),
    names AS (SELECT own AS name FROM named UNION SELECT parent FROM named),
    nodes AS (SELECT name, row_number() OVER (ORDER BY name) - 1 AS node FROM names)
    SELECT a.node::INTEGER AS own, b.node::INTEGER AS parent
    FROM named JOIN nodes AS a ON a.name = own JOIN nodes AS b ON b.name = parent ORDER BY item"""


def number_families(con: duckdb.DuckDBPyConnection) -> None:
    """Leaves `staged.family` (item, family) for the items of `staged.described`."""
    result: Any = con.execute(EDGES)  # DuckDB's own types name pandas, which is not installed
    edges: dict[str, Any] = result.fetchnumpy()
    family = family_numbers(np.asarray(edges["own"], dtype=np.int32), np.asarray(edges["parent"], dtype=np.int32))
    con.register("numbered_families", {"item": np.arange(len(family), dtype=np.int32), "family": family})
    con.execute("CREATE OR REPLACE TABLE staged.family AS SELECT item, family FROM numbered_families")
    con.unregister("numbered_families")


def family_numbers(own: Ints, parent: Ints) -> Ints:
    """The family of each item, int32 [items], numbered 0.. by first member.

    own, parent int32 [items]: the node of the item's id and of its parent's (its own where it has none), ids that
    differ only in case being one node. A family is a connected part, so chains of parents are one. Cost: linear.
    """
    nodes = int(max(own.max(initial=-1), parent.max(initial=-1))) + 1
    graph = cast("Any", sparse).coo_array((np.ones(len(own), dtype=np.int8), (own, parent)), shape=(nodes, nodes))
    part = cast("Ints", cast("Any", csgraph).connected_components(graph, directed=False)[1])[own]
    _, first, inverse = np.unique(part, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    return rank[inverse]
