"""What is counted. With PROMETHEUS_MULTIPROC_DIR set (the server does) all worker processes add up."""

from __future__ import annotations

import os
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable that names the folder where workers add up; prometheus_client reads it when imported."""

REGISTRY = CollectorRegistry()

BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)

REQUESTS = Histogram(
    "regulars_request_seconds",
    "Time to answer (a streamed answer: until it starts), by route, method and status",
    ("route", "method", "status"),
    buckets=BUCKETS,
    registry=REGISTRY,
)
LISTS = Counter("regulars_lists", "Lists decided, by placement", ("placement",), registry=REGISTRY)
LIMITED = Counter("regulars_limited", "Requests refused because their key asked too often", ("key",), registry=REGISTRY)
LOADED = Counter("regulars_bundles_loaded", "Bundles that a worker has begun to serve", registry=REGISTRY)
REFUSED = Counter("regulars_bundles_refused", "Bundles that a worker found broken and did not serve", registry=REGISTRY)
FORGOTTEN = Counter(
    "regulars_decisions_forgotten", "Lists that were answered and not remembered, for want of room", registry=REGISTRY
)
EVENTS = Counter("regulars_events", "Events by what became of them", ("outcome",), registry=REGISTRY)
STALE = Counter("regulars_stale_answers", "Answers given without the event store", registry=REGISTRY)
AS_OF = Gauge(
    "regulars_bundle_as_of_seconds",
    "as_of of the bundle loaded last, as Unix time",
    multiprocess_mode="mostrecent",
    registry=REGISTRY,
)

_children: dict[tuple[str, str, int], Histogram] = {}
_lists: dict[str, Counter] = {}


def observe(route: str, method: str, status: int, seconds: float) -> None:
    """One request. Label children are kept: looking one up by labels costs more than the observation."""
    key = (route, method, status)
    child = _children.get(key)
    if child is None:
        child = _children[key] = REQUESTS.labels(route, method, str(status))
    child.observe(seconds)


def count_lists(placement: str, lists: int) -> None:
    """Lists that were decided for a placement."""
    child = _lists.get(placement)
    if child is None:
        child = _lists[placement] = LISTS.labels(placement)
    child.inc(lists)


def count_events(accepted: int, duplicates: int, refused: int) -> None:
    """Events by what became of them."""
    for outcome, many in (("accepted", accepted), ("duplicate", duplicates), ("refused", refused)):
        if many:
            EVENTS.labels(outcome).inc(many)


def limited(key: str) -> None:
    """A request that came too soon."""
    LIMITED.labels(key).inc()


def loaded(as_of: str) -> None:
    """A worker has begun to serve a bundle."""
    LOADED.inc()
    AS_OF.set(datetime.fromisoformat(as_of).timestamp())


def exposition() -> bytes:
    """All of it in Prometheus' text format, summed over the worker processes where there are several."""
    if SHARED not in os.environ:
        return generate_latest(REGISTRY)
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return generate_latest(together)
