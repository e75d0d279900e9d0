"""`@endpoint` says once what a route takes and answers: it validates the request, and /openapi.json is made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import msgspec
import orjson
from flask import Response, current_app, request

from service.api.arguments import Nothing
from service.errors import Problem, fault, refused
from service.http import Answer, Asking, text_query_of
from service.keys import ENVIRON, Keys
from service.parsing import Given, from_json, from_query, parsed
from service.reload import Live
from service.settings import ServiceSettings

JSON = "application/json"
JSON_LINES = "application/x-ndjson"
HTML = "text/html; charset=utf-8"
JSON_OPTIONS = orjson.OPT_SERIALIZE_NUMPY


@dataclass(frozen=True)
class Day:
    """What is handed to every view: the live bundle, who may ask, and the settings."""

    live: Live
    keys: Keys
    settings: ServiceSettings


@dataclass(frozen=True)
class Declaration:
    """scope: what a key must open, None for everybody. query: in the path and the query string. body: a JSON object.
    lines: each line of a JSON Lines body. answers: the shape of a JSON answer; with `lines`, of each line."""

    scope: str | None
    query: type[msgspec.Struct] = Nothing
    body: type[msgspec.Struct] | None = None
    lines: type[msgspec.Struct] | None = None
    answers: type[msgspec.Struct] | None = None
    content: str = JSON
    statuses: tuple[int, ...] = ()  # besides those that follow from the above


View = Callable[[Day, Any], Any]


def endpoint(declaration: Declaration) -> Callable[[View], Callable[..., Response]]:
    """Check the key, parse, call `view(day, arguments)`, answer; a view may return a Response of its own."""

    def declared(view: View) -> Callable[..., Response]:
        @wraps(view)
        def answer(**path: str) -> Response:
            day: Day = current_app.extensions[EXTENSION]
            asking: Asking = request._get_current_object()  # type: ignore[attr-defined]
            admit(day, declaration, asking.environ)
            answered = view(day, _arguments(declaration, asking, path))
            if isinstance(answered, Response):
                return answered
            return Answer(orjson.dumps(answered, option=JSON_OPTIONS), content_type=declaration.content)

        answer.declaration = declaration  # type: ignore[attr-defined]
        return answer

    return declared


EXTENSION = "regulars"


def _arguments(declaration: Declaration, asking: Asking, path: dict[str, str]) -> Any:
    raw = text_query_of(asking.environ)
    if declaration.body is not None:
        if raw:
            raise refused([fault("query", "the arguments of a POST go into its JSON body")])
        _want_type(asking, JSON)
        return parsed(from_json(asking.get_data(), declaration.body), declaration.body, text=False)
    if declaration.lines is not None:
        _want_type(asking, JSON_LINES)
    given = from_query(raw, declaration.query) if raw else {}
    return parsed(_joined(given, path) if path else given, declaration.query, text=True)


def _joined(given: Given, path: dict[str, str]) -> Given:
    """What the path says and what the query string says; neither may say it again."""
    for name in path:
        if name in given:
            raise refused([fault(name, "the path says it; leave it out of the query string")])
    return given | path


def _want_type(asking: Asking, wanted: str) -> None:
    if asking.mimetype != wanted:
        raise Problem(415, f"the body must be sent with Content-Type: {wanted}", headers={"Accept": wanted})


def admit(day: Day, declaration: Declaration, environ: dict[str, Any]) -> None:
    """Raises Problem 401 without a known key, 403 where it opens another scope; an open service admits everybody."""
    if declaration.scope is None or day.keys.open:
        return
    given = environ.get(ENVIRON, "")
    holder = day.keys.holder(given) if given else None
    if holder is None:
        detail = "this key is not known" if given else "send your key in the header X-API-Key"
        raise Problem(401, detail, headers={"WWW-Authenticate": 'ApiKey realm="regulars"'})
    if declaration.scope not in holder.scopes:
        raise Problem(403, f"the key '{holder.name}' does not open the scope '{declaration.scope}'")
