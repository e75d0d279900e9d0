"""/recommend: the list for one customer."""

from __future__ import annotations

import orjson
from flask import Blueprint

from models.decision.decide import decide_one, decision_ids
from models.decision.query import Query
from service import measures
from service.answering import recommendation
from service.api.answers import Recommendation
from service.api.arguments import Asked
from service.asking import whom_of
from service.border import Id
from service.day import Day
from service.declarations import Declaration, endpoint
from service.keys import READ
from service.recording import record_one

ADDRESS, ADDRESS_OF_CUSTOMER = "/recommend", "/recommend/<id:customer_id>"

blueprint = Blueprint("recommend", __name__)


@blueprint.get(ADDRESS)
@endpoint(Declaration(READ, query=Asked, answers=Recommendation, tokens=True))
def recommend(day: Day, asked: Asked) -> orjson.Fragment:
    """A list of items for one customer, each with its reason."""
    return _answer(day, asked)


@blueprint.get(ADDRESS_OF_CUSTOMER)
@endpoint(Declaration(READ, query=Asked, answers=Recommendation, tokens=True))
def recommend_to(day: Day, asked: Asked) -> orjson.Fragment:
    """The same, with the customer in the path."""
    return _answer(day, asked)


@blueprint.post(ADDRESS)
@endpoint(Declaration(READ, body=Asked, answers=Recommendation))
def recommend_by_body(day: Day, asked: Asked) -> orjson.Fragment:
    """The same, with the arguments as a JSON object: for long baskets and long lists of exclusions."""
    return _answer(day, asked)


def _answer(day: Day, asked: Asked) -> orjson.Fragment:
    return orjson.Fragment(answer_to(day, asked.query(), asked, asked.customer_id))


def answer_to(day: Day, query: Query, asked: Asked, customer_id: Id) -> bytes:
    """The answer as JSON; `customer_id` is whom it is for, whatever `asked` says."""
    served = day.live.take()
    whom = whom_of(served.bundle, [customer_id], [asked.item_id], [asked.exclude])
    living, stale, session_id = day.living, False, asked.session_id
    if living:
        whom, stale = living.one(served, query, whom, customer_id, session_id)
    decided = decide_one(served.bundle, query, whom)
    measures.count_lists(query.placement, 1)
    (id_,) = decision_ids(served.bundle, query, whom, [decided.shown(query.n)], [customer_id], session_id)
    if living and asked.record:
        record_one(living, served, query, customer_id, session_id, id_, decided)
    return recommendation(served, query, whom, customer_id, decided, served.wording(asked.fields), id_, stale)
