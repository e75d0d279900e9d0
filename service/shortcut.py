"""A shorter way for the one question that is asked all day: GET /recommend, past Flask's routing, contexts and signals.

It costs as much as the rest of the answer. What is not answered with 200 here (no key, a fault, a HEAD) goes the whole
way through Flask, so every refusal is made in one place.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

from service import measures
from service.api.recommend import ADDRESS, ADDRESS_OF_CUSTOMER, answer_to, recommend
from service.border import ABSENT_ID, Id, id_from
from service.cors import answered_to
from service.day import Day
from service.declarations import JSON, Declaration, admit
from service.http import request_id_of, text_path_of, text_query_of
from service.questions import question_in
from service.speaking import own, spoken_for

DECLARATION: Declaration = recommend.declaration  # type: ignore[attr-defined] - @endpoint keeps it there


class Shortcut:
    """WSGI: answers what it can itself, and hands the rest to the application behind it."""

    def __init__(self, day: Day, behind: Any) -> None:
        self._day, self._behind = day, behind

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"].startswith(ADDRESS) and environ["REQUEST_METHOD"] == "GET":
            started = perf_counter()
            try:
                route, body = self._answered(environ)
            except Exception:  # Flask meets it again, and says what it is
                return self._behind(environ, start_response)
            headers = [
                ("Content-Type", JSON),
                ("Content-Length", str(len(body))),
                ("X-Request-ID", request_id_of(environ)),
                *answered_to(self._day.door.origins, environ),
            ]
            start_response("200 OK", headers)
            measures.observe(route, "GET", 200, perf_counter() - started)
            return [body]
        return self._behind(environ, start_response)

    def _answered(self, environ: Any) -> tuple[str, bytes]:
        """(route, body). Raises whatever stands against an answer."""
        holder = admit(self._day, DECLARATION, environ)
        question, named = question_in(text_query_of(environ))
        path = text_path_of(environ)[len(ADDRESS) :]
        customer, route = (_in_path(path, named), ADDRESS_OF_CUSTOMER) if path else (named or ABSENT_ID, ADDRESS)
        asked = spoken_for(holder, question.asked)
        return route, answer_to(self._day, question.query, asked, own(holder, "customer_id", customer))


def _in_path(path: str, named: Id | None) -> Id:
    """The customer in /recommend/<customer_id>. Raises ValueError for another address, or a customer named twice."""
    if path[0] != "/" or len(path) == 1 or named is not None:
        raise ValueError(path)
    return id_from(path[1:])
