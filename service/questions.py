"""The question in a query string. Shops ask the same one all day of other customers, so what it means is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_plus

from models.decision.query import Query
from service.api.arguments import Asked
from service.border import Id, id_from
from service.parsing import from_query, parsed

REMEMBERED = 1_000  # questions that a process keeps
LONGEST = 250  # characters of one that is kept
CUSTOMER = "customer_id="


@dataclass(frozen=True)
class Question:
    """What is asked, whoever it is for."""

    asked: Asked
    query: Query


def question_in(raw: str) -> tuple[Question, Id | None]:
    """The question of a query string, and the customer it names, None where it names none. Raises what parsing raises,
    or ValueError where the customer is named twice or in another spelling."""
    before, named, after = raw.partition(CUSTOMER)
    id_, _, rest = after.partition("&")
    if named and before and before[-1] != "&":
        raise ValueError(raw)
    text = before + rest
    question = _remembered(text) if len(text) <= LONGEST else _question(text)
    return question, id_from(unquote_plus(id_, errors="strict")) if named else None


def _question(text: str) -> Question:
    given = from_query(text, Asked)
    if "customer_id" in given:
        raise ValueError(text)
    asked = parsed(given, Asked, text=True)
    return Question(asked, asked.query())


_remembered = lru_cache(REMEMBERED)(_question)
