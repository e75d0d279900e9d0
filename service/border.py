"""What crosses the border as text and is checked there: outside ids, and names that must be one of a table's rows."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from data.errors import nearest

LONGEST_ID = 256  # characters; the contract promises 200
LARGEST = 10**15  # the largest whole number that arrives unharmed as a JSON number
_WHOLE = re.compile(r"(-?[0-9]+)\.0+").fullmatch  # as the reader of the shop's tables takes it


class Id(str):
    """The id of a customer or an item, as the shop writes it; the empty one is absent."""

    __slots__ = ()


class Choice(str):
    """One of `names`; a subclass per table."""

    __slots__ = ()
    names: ClassVar[tuple[str, ...]]


ABSENT_ID: Any = ""  # plain, as all defaults: msgspec writes no other into a schema


def id_from(given: Any) -> Id:
    """13085, 13085.0 and "13085.0" are "13085", blank is absent, other text stays. Raises ValueError saying why not."""
    if isinstance(given, str):
        if len(given) > LONGEST_ID:
            raise ValueError(f"an id has at most {LONGEST_ID} characters, this one has {len(given)}")
        if "\0" in given:
            raise ValueError("holds a sign that is no text (NUL)")
        whole = _WHOLE(given) if ".0" in given else None
        return Id() if given.isspace() else Id(whole[1] if whole else given)
    if given is None:
        return Id()
    if isinstance(given, int | float) and not isinstance(given, bool) and abs(given) <= LARGEST and given == int(given):
        return Id(int(given))
    raise ValueError("an id is a text or a whole number")


def border(shape: type, given: Any) -> Any:
    """msgspec's hook for the types of this file. Raises ValueError saying what is right."""
    if shape is Id:
        return id_from(given)
    if not issubclass(shape, Choice):
        raise NotImplementedError(shape)
    if given in shape.names:
        return shape(given)
    shown = str(given)[:LONGEST_ID]
    raise ValueError(f"no '{shown}' there; the nearest is '{nearest(shown, shape.names)}'")


def text_schema_of(shape: type) -> dict[str, Any]:
    """The same as they stand in an address."""
    return {"type": "string", "maxLength": LONGEST_ID} if shape is Id else schema_of(shape)


def schema_of(shape: type) -> dict[str, Any]:
    """JSON Schema of the types of this file, as they stand in a body; in an address all is text."""
    if shape is Id:
        return {"type": ["string", "integer", "null"], "maxLength": LONGEST_ID, "minimum": -LARGEST, "maximum": LARGEST}
    if not issubclass(shape, Choice):
        raise NotImplementedError(shape)
    return {"type": "string", "enum": list(shape.names)}
