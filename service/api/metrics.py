"""/metrics: what Prometheus scrapes, summed over the worker processes."""

from __future__ import annotations

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST

from service import measures
from service.api.arguments import Nothing
from service.day import Day
from service.declarations import Declaration, endpoint
from service.http import Answer
from service.keys import METRICS

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
@endpoint(Declaration(METRICS, content="text/plain"))
def metrics(day: Day, asked: Nothing) -> Response:
    """Requests and their times, lists, bundles: in Prometheus' text format."""
    return Answer(measures.exposition(), content_type=CONTENT_TYPE_LATEST)
