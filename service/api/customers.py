"""/customers: who a customer is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from service.api.segment_answers import DescribedCustomer
from service.api.segment_arguments import OneCustomer
from service.declarations import Day, Declaration, endpoint
from service.describing import customer_of
from service.keys import READ

blueprint = Blueprint("customers", __name__)


@blueprint.get("/customers/<id:customer_id>")
@endpoint(Declaration(READ, query=OneCustomer, answers=DescribedCustomer))
def customer(day: Day, asked: OneCustomer) -> dict[str, Any]:
    """Who a customer is: every column that can be said, segments and why; an unknown customer is answered too."""
    return customer_of(day.live.take(), asked.customer_id)
