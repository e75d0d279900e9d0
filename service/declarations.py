"""`@endpoint` says once what a route takes and answers: it validates the request, and /openapi.json is made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import msgspec
import orjson
from flask import Response, current_app, request

from service import tokens
from service.api.arguments import Nothing
from service.cors import answered_to
from service.day import Day
from service.errors import Problem, fault, refused
from service.holders import Holder
from service.http import Answer, Asking, text_path_of, text_query_of
from service.keys import ANYBODY, ENVIRON
from service.parsing import NO_TEXT, Given, from_json, from_query, parsed
from service.speaking import spoken_for

JSON = "application/json"
JSON_LINES = "application/x-ndjson"
HTML = "text/html; charset=utf-8"
JSON_OPTIONS = orjson.OPT_SERIALIZE_NUMPY


@dataclass(frozen=True)
class Declaration:
    """scope: what a key must open, None for everybody. tokens: whether customers' tokens open it too. query: in the
    path and the query string. body: a JSON object. lines: each line of a JSON Lines body. answers: the shape of a JSON
    answer; with `lines`, of each line."""

    scope: str | None
    query: type[msgspec.Struct] = Nothing
    body: type[msgspec.Struct] | None = None
    lines: type[msgspec.Struct] | None = None
    answers: type[msgspec.Struct] | None = None
    content: str = JSON
    tokens: bool = False
    statuses: tuple[int, ...] = ()  # besides those that follow from the above


View = Callable[[Day, Any], Any]


def endpoint(declaration: Declaration) -> Callable[[View], Callable[..., Response]]:
    """Check the key, parse, call `view(day, arguments)`, answer; a view may return a Response of its own."""

    def declared(view: View) -> Callable[..., Response]:
        @wraps(view)
        def answer(**path: str) -> Response:
            day: Day = current_app.extensions[EXTENSION]
            asking: Asking = request._get_current_object()  # type: ignore[attr-defined]
            if declaration.tokens:
                asking.headers_back = answered_to(day.door.origins, asking.environ)
            asking.holder = admit(day, declaration, asking.environ)
            arguments = spoken_for(asking.holder, _arguments(declaration, asking, path))
            answered = view(day, _unseen(arguments) if asking.method == "HEAD" else arguments)
            if isinstance(answered, Response):
                return answered
            return Answer(orjson.dumps(answered, option=JSON_OPTIONS), content_type=declaration.content)

        answer.declaration = declaration  # type: ignore[attr-defined]
        return answer

    return declared


EXTENSION = "regulars"


def _arguments(declaration: Declaration, asking: Asking, path: dict[str, str]) -> Any:
    try:
        raw, _ = text_query_of(asking.environ), text_path_of(asking.environ)
    except UnicodeDecodeError:
        raise refused([fault(next(iter(path), "query"), NO_TEXT)]) from None
    if declaration.body is not None:
        if raw:
            raise refused([fault("query", "the arguments of a POST go into its JSON body")])
        _want_type(asking, JSON)
        return parsed(from_json(asking.get_data(), declaration.body), declaration.body, text=False)
    if declaration.lines is not None:
        _want_type(asking, JSON_LINES)
    given = from_query(raw, declaration.query) if raw else {}
    return parsed(_joined(given, path) if path else given, declaration.query, text=True)


def _unseen(arguments: Any) -> Any:
    """Who asks for the head alone sees no list, so none is remembered."""
    return msgspec.structs.replace(arguments, record=False) if hasattr(arguments, "record") else arguments


def _joined(given: Given, path: dict[str, str]) -> Given:
    """What the path says and what the query string says; neither may say it again."""
    for name in path:
        if name in given:
            raise refused([fault(name, "the path says it; leave it out of the query string")])
    return given | path


def _want_type(asking: Asking, wanted: str) -> None:
    if asking.mimetype != wanted:
        raise Problem(415, f"the body must be sent with Content-Type: {wanted}", headers={"Accept": wanted})


def admit(day: Day, declaration: Declaration, environ: dict[str, Any]) -> Holder:
    """Who asks; an open service admits everybody. Raises Problem 401 without a known key or token, 403 where it opens
    something else, 429 where the key asks too often."""
    if declaration.scope is None:
        return ANYBODY
    holder = _holder(day, environ)
    if holder.bound and not declaration.tokens:
        raise Problem(403, f"{holder.name} does not open this; send a key")
    if declaration.scope not in holder.scopes:
        raise Problem(403, f"{_the(holder)} does not open the scope '{declaration.scope}'")
    if holder.per_second:
        day.limits.charge(holder, environ)
    return holder


def _the(holder: Holder) -> str:
    return holder.name if holder.bound else f"the key '{holder.name}'"


def _holder(day: Day, environ: dict[str, Any]) -> Holder:
    keys, given = day.keys, environ.get(ENVIRON)
    if given and not keys.open:
        key = keys.holder(given, day.clock())
        if key is None:
            raise _unknown("this key is not known, or its time is over")
        return key
    sent = environ.get(tokens.ENVIRON, "")
    if sent[: len(tokens.SCHEME)].lower() == tokens.SCHEME:
        return day.tokens.holder(sent[len(tokens.SCHEME) :].strip(), day.clock())
    if keys.open:
        return ANYBODY
    raise _unknown("send your key in the header X-API-Key")


def _unknown(detail: str) -> Problem:
    return Problem(401, detail, headers={"WWW-Authenticate": 'ApiKey realm="regulars"'})
