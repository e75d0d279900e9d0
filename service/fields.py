"""Item fields that an answer can carry, read straight from the mapped bundle, one text at a time."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from data.arrays import Floats, Ragged
from data.facts.facts import Items, Labels
from data.strings import Strings

Reader = Callable[[int], Any]
"""Item number -> JSON value, None where the shop does not say."""


def texts(strings: Strings) -> Callable[[int], str]:
    """Reads one text in .3 µs: a memoryview is indexed five times faster than an array, and nothing is kept."""
    at, raw = strings.offsets.data, strings.blob.data
    return lambda i: str(raw[at[i] : at[i + 1]], "utf-8")


def _said(strings: Strings) -> Reader:
    read = texts(strings)
    return lambda i: read(i) or None


def _label(labels: Labels) -> Reader:
    code, name = labels.code.data, texts(labels.name)
    return lambda i: name(code[i]) if code[i] >= 0 else None


def _money(amounts: Floats) -> Reader:
    def read(i: int) -> Any:
        amount = amounts[i]
        return None if math.isnan(amount) else amount  # a float32 is written with its own few digits

    return read


def _names(held: Ragged, strings: Strings) -> Reader:
    name = texts(strings)
    return lambda i: [name(tag) for tag in held.row(i).tolist()]


def _flag(flags: np.ndarray) -> Reader:
    return lambda i: bool(flags[i])


FIELDS: tuple[tuple[str, Callable[[Items], Reader], str], ...] = (
    ("title", lambda items: _said(items.title), "the item's name"),
    ("category", lambda items: _label(items.category), "its path, a > b > c"),
    ("brand", lambda items: _label(items.brand), "its brand"),
    ("group", lambda items: _label(items.group), "its policy group"),
    ("tags", lambda items: _names(items.tags, items.tag_name), "a list of texts"),
    ("price", lambda items: _money(items.price), "the catalogue's, else what it last sold for"),
    ("regular_price", lambda items: _money(items.regular_price), "the price before any discount"),
    ("in_stock", lambda items: _flag(items.in_stock), "true unless the catalogue says no"),
    ("image_url", lambda items: _said(items.image_url), "where its picture is"),
    ("url", lambda items: _said(items.url), "its page in the shop"),
)

FIELD_NAMES: tuple[str, ...] = tuple(name for name, _, _ in FIELDS)


def readers(items: Items) -> dict[str, Reader]:
    """A reader per field of the table."""
    return {name: reader(items) for name, reader, _ in FIELDS}
