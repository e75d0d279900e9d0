"""/customers: who a customer is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from service.api.segment_answers import DescribedCustomer
from service.api.segment_arguments import OneCustomer
from service.day import Day
from service.declarations import Declaration, endpoint
from service.describing import customer_of
from service.keys import READ
from service.living import forgotten

blueprint = Blueprint("customers", __name__)


@blueprint.get("/customers/<id:customer_id>")
@endpoint(Declaration(READ, query=OneCustomer, answers=DescribedCustomer, statuses=(503,)))
def customer(day: Day, asked: OneCustomer) -> dict[str, Any]:
    """Who a customer is: every column that can be said, segments and why; an unknown customer is answered too."""
    served = day.live.take()
    return customer_of(served, asked.customer_id, forgotten(day.living, served))
