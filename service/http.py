"""One request and its answer: when it came, under which id, and what is counted when the answer goes out."""

from __future__ import annotations

import re
from random import getrandbits
from time import perf_counter
from typing import Any

from flask import Request, Response

from service import measures
from service.holders import Holder

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
REQUEST = "werkzeug.request"
"""Where werkzeug keeps the request in the WSGI environment."""

Headers = tuple[tuple[str, str], ...]

SAFE: Headers = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
)
"""On every answer: it is what it says it is, its address is told to nobody, and nothing on the way keeps it."""


def request_id_of(environ: dict[str, Any]) -> str:
    """The caller's own request id where it is a proper one, else a new one, no secret: one made by the kernel would
    hand the interpreter to another thread."""
    given = environ.get("HTTP_X_REQUEST_ID")
    return given if given and REQUEST_ID.fullmatch(given) else f"{getrandbits(64):016x}"


def text_query_of(environ: dict[str, Any]) -> str:
    """The query string as text, its percent signs still in it. Raises UnicodeDecodeError for bytes that are none."""
    return environ.get("QUERY_STRING", "").encode("latin-1").decode()


def text_path_of(environ: dict[str, Any]) -> str:
    """The path as text. Raises UnicodeDecodeError: two ids that are none must not become one."""
    return environ["PATH_INFO"].encode("latin-1").decode()


class Asking(Request):
    """A request that knows its id, the caller's own or a new one, when it came, who asks once that is known, and which
    headers its answer gets."""

    holder: Holder
    headers_back: Headers = SAFE

    def __init__(self, environ: dict[str, Any], *rest: Any, **named: Any) -> None:
        super().__init__(environ, *rest, **named)
        self.started = perf_counter()
        self.request_id = request_id_of(environ)


class Answer(Response):
    """Names the request it answers and counts it; a whole answer goes out as one list, streams go on as they are.

    Flask has hooks for both, which cost as much as all of the parsing; every answer passes here anyway.
    """

    def __call__(self, environ: Any, start_response: Any) -> Any:
        asking: Asking = environ[REQUEST]
        self.headers.extend([("X-Request-ID", asking.request_id), *asking.headers_back])
        rule, method = asking.url_rule, environ["REQUEST_METHOD"]
        counted = (rule.rule, method) if rule else ("none", "any")
        measures.observe(*counted, self.status_code, perf_counter() - asking.started)
        if not self.is_sequence or method == "HEAD":
            return super().__call__(environ, start_response)
        start_response(self.status, self.headers.to_wsgi_list())
        return self.response
