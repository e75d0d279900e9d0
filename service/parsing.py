"""From a query string or a JSON body to a declared struct; every argument at fault is named, with what is right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, TypeVar, get_origin, get_type_hints
from urllib.parse import unquote_plus

import msgspec

from data.errors import nearest
from service.border import border
from service.errors import Fault, fault, refused

Arguments = TypeVar("Arguments", bound=msgspec.Struct)
Given = dict[str, Any]

MOST_PARAMETERS = 2_000
LONGEST_ECHO = 40
DEEP = "lists and objects stand too deep in each other"
NO_TEXT = "is no text; write it in UTF-8, each byte that needs it as %XX"
MOST_FAULTS = 50  # arguments that are looked at to name what is wrong with a request


def from_query(raw: str, shape: type[Arguments]) -> Given:
    """The arguments of a query string; repeatable ones as lists, the others once. Raises Problem 400."""
    parts = [part for part in raw.split("&") if part]
    if len(parts) > MOST_PARAMETERS:
        raise refused([fault("query", f"more than {MOST_PARAMETERS} arguments")])
    many = repeatable(shape)
    given: Given = {}
    for part in parts:
        name, value = _pair(part)
        if name in many:
            given.setdefault(name, []).append(value)
        elif name in given:
            raise refused([fault(name, "given more than once; give it once")])
        else:
            given[name] = value
    return given


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    if "%" not in part and "+" not in part:  # most, so that it is worth a look
        return name, value
    try:
        return unquote_plus(name, errors="strict"), unquote_plus(value, errors="strict")
    except UnicodeDecodeError:
        raise refused([fault(_shown(unquote_plus(name)), NO_TEXT)]) from None


def from_json(raw: bytes, shape: type[Arguments]) -> Given:
    """The arguments of a JSON body; a repeatable one may stand alone, without its list. Raises Problem 400."""
    try:
        given = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refused([fault("body", f"not valid JSON: {error}")]) from None
    if not isinstance(given, dict):
        raise refused([fault("body", "a JSON object is wanted, with the arguments as its members")])
    many = repeatable(shape)
    return {n: [v] if n in many and not isinstance(v, list) else v for n, v in given.items()}


def parsed(given: Given, shape: type[Arguments], text: bool, most: int = MOST_FAULTS) -> Arguments:
    """The struct; `text`: values are texts of a query string. Raises Problem 400 naming the fields at fault, at most so
    many."""
    try:
        try:
            return msgspec.convert(given, shape, strict=not text, dec_hook=border)
        except msgspec.ValidationError:
            raise refused(list(islice(_faults(given, shape, text), most))) from None
    except RecursionError:
        raise refused([fault("body", DEEP)]) from None


def _faults(given: Given, shape: type[Arguments], text: bool) -> Iterator[Fault]:
    """Each argument is tried alone, so that all faults are found, not the first."""
    types = _types(shape)
    yield from (fault(name, "is needed; it was left out") for name in _needed(shape) if name not in given)
    for name, value in islice(given.items(), MOST_FAULTS):
        if name not in types:
            yield fault(_shown(name), _unknown(_shown(name), shape.__struct_fields__))
            continue
        try:
            msgspec.convert(value, types[name], strict=not text, dec_hook=border)
        except msgspec.ValidationError as error:
            yield fault(name, _plain(str(error), value))


@cache
def _types(shape: type[msgspec.Struct]) -> dict[str, Any]:
    return get_type_hints(shape, include_extras=True)


@cache
def _needed(shape: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(shape) if field.required)


def _plain(message: str, value: Any) -> str:
    """In plain words: "Expected `int` <= 200 - at `$.n`" -> "wanted is a whole number <= 200, not 201"."""
    wanted = re.sub(r" - at `[^`]*`$|, got `[^`]*`", "", message)
    if not wanted.startswith("Expected "):
        return wanted
    wanted = re.sub(r"`([^`]*)`", lambda part: _PLAIN.get(part[1], part[1]), wanted.removeprefix("Expected "))
    return f"wanted is {wanted}, not {_shown(repr(value))}"


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}..."


_PLAIN = {
    "int": "a whole number",
    "float": "a number",
    "float | null": "a number",
    "bool": "true or false",
    "bool | null": "true or false",
    "str": "a text",
    "str | null": "a text",
    "array": "a list",
}


@cache
def repeatable(shape: type[msgspec.Struct]) -> frozenset[str]:
    """The arguments that may be given more than once, and stand alone where a list is wanted."""
    return frozenset(name for name, hint in get_type_hints(shape).items() if get_origin(hint) is tuple)


def _unknown(name: str, known: tuple[str, ...]) -> str:
    return f"no such argument; the nearest is '{nearest(name, known)}'" if known else "no arguments are taken here"
