"""Web pages of other origins: which may read an answer, and what they may ask for with a customer's token."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from service import measures
from service.day import Day
from service.http import SAFE, Headers, request_id_of

ORIGIN = "HTTP_ORIGIN"
WANTED = "HTTP_ACCESS_CONTROL_REQUEST_METHOD"
VARY: Headers = (*SAFE, ("Vary", "Origin"))
ASKED_WITH = "Authorization, Content-Type, X-API-Key, X-Request-ID"
READABLE = "Retry-After, X-Request-ID"
MOST_SECONDS = "600"  # that a browser need not ask again


def answered_to(origins: frozenset[str], environ: dict[str, Any]) -> Headers:
    """The headers of an answer to whoever asks, where pages of `origins` may read it; SAFE are among them."""
    if not origins:
        return SAFE
    origin = environ.get(ORIGIN)
    if origin not in origins:
        return VARY
    return (*VARY, ("Access-Control-Allow-Origin", origin), ("Access-Control-Expose-Headers", READABLE))


class Preflight:
    """WSGI: answers a browser that asks beforehand whether a page may; all else goes to the application behind."""

    def __init__(self, day: Day, app: Flask, behind: Any) -> None:
        self._day, self._app, self._behind = day, app, behind

    def __call__(self, environ: Any, start_response: Any) -> Any:
        started = perf_counter()
        rule = self._allowed(environ) if environ["REQUEST_METHOD"] == "OPTIONS" else None
        if rule is None:
            return self._behind(environ, start_response)
        headers = [
            *answered_to(self._day.door.origins, environ),
            ("Access-Control-Allow-Methods", environ[WANTED]),
            ("Access-Control-Allow-Headers", ASKED_WITH),
            ("Access-Control-Max-Age", MOST_SECONDS),
            ("X-Request-ID", request_id_of(environ)),
        ]
        start_response("204 No Content", headers)
        measures.observe(rule.rule, "OPTIONS", 204, perf_counter() - started)
        return []

    def _allowed(self, environ: Any) -> Rule | None:
        """The route that the page wants to ask, if it may."""
        if environ.get(ORIGIN) not in self._day.door.origins:
            return None
        try:
            rule, _ = self._app.url_map.bind_to_environ(environ).match(
                method=environ.get(WANTED, "OPTIONS"), return_rule=True
            )
        except HTTPException:
            return None
        declaration = self._app.view_functions[rule.endpoint].declaration  # type: ignore[attr-defined]
        return rule if declaration.tokens else None
