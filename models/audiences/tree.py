"""What an expression says, before its names are looked up."""

from __future__ import annotations

from dataclasses import dataclass

from models.audiences.words import Word


@dataclass(frozen=True)
class Segment:
    """`column:label`; without a column a flag, or a label that only one column has."""

    column: Word | None
    label: Word


@dataclass(frozen=True)
class Comparison:
    """sign: "=", "!=", "<", "<=", ">", ">=" with one value, "between" with two, "in" with any number."""

    column: Word
    sign: str
    values: tuple[Word, ...]


@dataclass(frozen=True)
class Known:
    """`column is known`."""

    column: Word


@dataclass(frozen=True)
class Not:
    """Its opposite."""

    part: Node


@dataclass(frozen=True)
class Every:
    """All of the parts; two or more."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Either:
    """Any of the parts; two or more."""

    parts: tuple[Node, ...]


Node = Segment | Comparison | Known | Not | Every | Either
