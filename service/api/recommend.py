"""/recommend: the list for one customer."""

from __future__ import annotations

import orjson
from flask import Blueprint

from models.decision.decide import decide
from service import measures
from service.answering import recommendations
from service.api.answers import Recommendation
from service.api.arguments import Asked
from service.asking import whom_of
from service.declarations import Day, Declaration, endpoint
from service.keys import READ

ADDRESS, ADDRESS_OF_CUSTOMER = "/recommend", "/recommend/<id:customer_id>"

blueprint = Blueprint("recommend", __name__)


@blueprint.get(ADDRESS)
@endpoint(Declaration(READ, query=Asked, answers=Recommendation))
def recommend(day: Day, asked: Asked) -> orjson.Fragment:
    """A list of items for one customer, each with its reason."""
    return _answer(day, asked)


@blueprint.get(ADDRESS_OF_CUSTOMER)
@endpoint(Declaration(READ, query=Asked, answers=Recommendation))
def recommend_to(day: Day, asked: Asked) -> orjson.Fragment:
    """The same, with the customer in the path."""
    return _answer(day, asked)


@blueprint.post(ADDRESS)
@endpoint(Declaration(READ, body=Asked, answers=Recommendation))
def recommend_by_body(day: Day, asked: Asked) -> orjson.Fragment:
    """The same, with the arguments as a JSON object: for long baskets and long lists of exclusions."""
    return _answer(day, asked)


def _answer(day: Day, asked: Asked) -> orjson.Fragment:
    served = day.live.take()
    query, whom = asked.query(), whom_of(served.bundle, [asked])
    decided = decide(served.bundle, query, whom)
    measures.count_lists(query.placement, 1)
    answers = recommendations(served, query, whom, [asked.customer_id], decided, served.wording(asked.fields))
    return orjson.Fragment(answers[0])
