"""Which items carry a category, brand or tag, and the items by price: what a filter is answered from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.arrays import Ints, Ragged
from data.facts.facts import Items, Labels
from data.strings import Strings

SEPARATOR = ">"


@dataclass(frozen=True)
class Facet:
    """name of each value, and value -> items that carry it, ascending."""

    name: Strings
    items: Ragged

    @cached_property
    def _number(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.name)}

    def items_of(self, values: tuple[str, ...]) -> Ints:
        """Items that carry any of the values, ascending, int32; an unknown value carries none."""
        numbers = [self._number[v] for v in values if v in self._number]
        return (
            np.unique(np.concatenate([self.items.row(n) for n in numbers])) if numbers else np.empty(0, dtype=np.int32)
        )


@dataclass(frozen=True)
class Facets:
    """category: every node of the path tree, holding all items below it. by_price: items with a price, cheapest
    first."""

    category: Facet
    brand: Facet
    tag: Facet
    by_price: Ints


def facets_of(items: Items) -> Facets:
    """From the catalogue. Cost: one sort per facet."""
    priced = np.flatnonzero(~np.isnan(items.price))
    by_price = priced[np.argsort(items.price[priced], kind="stable")].astype(np.int32)
    tags = Facet(items.tag_name, _turned(items.tags, len(items.tag_name)))
    return Facets(_tree(items.category), _flat(items.brand), tags, by_price)


def path_of(category: str) -> str:
    """The path with its separators written one way: "a>b" and "a > b " are one category."""
    return f" {SEPARATOR} ".join(part.strip() for part in category.split(SEPARATOR))


def _flat(labels: Labels) -> Facet:
    carries = np.flatnonzero(labels.code >= 0)
    return Facet(labels.name, Ragged.of(labels.code[carries], carries.astype(np.int32), len(labels.name)))


def _tree(labels: Labels) -> Facet:
    """Each path and all its beginnings become nodes; a leaf's items belong to each of them."""
    paths = [path_of(name) for name in labels.name]
    ancestors = [_beginnings(path) for path in paths]
    nodes = {node: i for i, node in enumerate(sorted({node for above in ancestors for node in above}))}
    leaf_items = _flat(labels).items
    of_leaf = Ragged.of(
        np.repeat(np.arange(len(paths)), [len(above) for above in ancestors]),
        np.array([nodes[node] for above in ancestors for node in above], dtype=np.int32),
        len(paths),
    )
    leaf, at = of_leaf.spread(np.arange(len(paths)))
    owner, item_at = leaf_items.spread(leaf)
    node, item = of_leaf.values[at][owner], leaf_items.values[item_at]
    by_item = np.argsort(item, kind="stable")
    return Facet(Strings.of(nodes), Ragged.of(node[by_item], item[by_item].astype(np.int32), len(nodes)))


def _beginnings(path: str) -> list[str]:
    parts = path.split(f" {SEPARATOR} ")
    return [f" {SEPARATOR} ".join(parts[: i + 1]) for i in range(len(parts))]


def _turned(ragged: Ragged, values: int) -> Ragged:
    owner, _ = ragged.spread(np.arange(ragged.rows))
    return Ragged.of(ragged.values, owner.astype(np.int32), values)
