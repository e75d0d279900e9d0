"""One shape for everything that can go wrong: RFC 9457 `application/problem+json`, with the fields at fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, cast

import orjson
import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from data.errors import InputError
from service.http import Answer, Asking

PROBLEM_TYPE = "application/problem+json"

log = structlog.get_logger("service")

Fault = dict[str, str]
"""{"field": which argument, "detail": what is wrong and what would be right}."""


class Problem(Exception):
    """An answer other than 200; `errors` names each field at fault."""

    def __init__(
        self, status: int, detail: str, errors: Sequence[Fault] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})

    def body(self) -> dict[str, Any]:
        """The problem as a JSON object."""
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "errors": list(self.errors),
        }


def refused(errors: Sequence[Fault]) -> Problem:
    """400 for arguments that cannot be used, each named."""
    count = len(errors)
    return Problem(400, f"{count} argument{'s' * (count > 1)} cannot be used", errors)


def fault(field: str, detail: str) -> Fault:
    """One entry of `errors`."""
    return {"field": field, "detail": detail}


def register(app: Flask) -> None:
    """Answer every error of every route in the one shape."""
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(InputError, _input)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _problem(problem: Problem) -> Response:
    body = orjson.dumps(problem.body() | {"request_id": _asking().request_id})
    return Answer(body, problem.status, problem.headers, content_type=PROBLEM_TYPE)


def _input(error: InputError) -> Response:
    return _problem(refused([fault(error.field, error.detail)]))


def _http(error: HTTPException) -> Response:
    headers = {"Allow": ", ".join(sorted(error.valid_methods or ()))} if isinstance(error, MethodNotAllowed) else {}
    return _problem(Problem(error.code or 500, _DETAIL.get(error.code or 500) or str(error.description), (), headers))


def _unforeseen(error: Exception) -> Response:
    log.error("request failed", request_id=_asking().request_id, route=str(request.url_rule), exc_info=error)
    return _problem(Problem(500, "the fault is ours; the log has it under this request_id"))


def _asking() -> Asking:
    return cast("Asking", request)


_DETAIL = {
    404: "nothing lives at this address; /docs lists what does",
    405: "this address does not take this method; the Allow header lists those it takes",
    413: "the body is larger than this service takes; /recommend/batch takes any number of customers",
}
