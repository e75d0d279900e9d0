"""What is held of one customer, given out and erased; both for admin keys alone, both written down."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from service.api.privacy_answers import Erased, HeldOf
from service.api.segment_arguments import OneCustomer
from service.day import Day
from service.declarations import Declaration, endpoint
from service.keys import ADMIN
from service.privacy import erased_customer, held_of

blueprint = Blueprint("privacy", __name__)


@blueprint.get("/customers/<id:customer_id>/export")
@endpoint(Declaration(ADMIN, query=OneCustomer, answers=HeldOf, statuses=(503,)))
def export(day: Day, asked: OneCustomer) -> dict[str, Any]:
    """All that is held of a customer: events, lists and sessions of the store, what the bundle says, and files."""
    return held_of(day, asked.customer_id)


@blueprint.delete("/customers/<id:customer_id>")
@endpoint(Declaration(ADMIN, query=OneCustomer, answers=Erased, statuses=(503,)))
def erase(day: Day, asked: OneCustomer) -> dict[str, Any]:
    """Forget a customer, everywhere and at once; the answer proves what went, and says what goes when."""
    return erased_customer(day, asked.customer_id)
