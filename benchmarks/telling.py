"""Events over HTTP, by callers who wait for each answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson

from benchmarks.load import Asking, answer


def sent(
    asking: Asking, callers: int, requests: int, events: Callable[[int], list[dict[str, Any]]]
) -> tuple[float, float]:
    """(requests a second, p99 in ms) of so many requests by callers who wait for each answer."""

    def send(caller: int) -> list[float]:
        took: list[float] = []
        bodies = [posted(asking, events(number)) for number in range(caller, requests, callers)]
        gate.wait()
        with asking.connect() as link:
            for body in bodies:
                began = time.perf_counter()
                answer(link, body)
                took.append(time.perf_counter() - began)
        return took

    gate = threading.Barrier(callers + 1)
    with ThreadPoolExecutor(callers) as threads:
        sent = [threads.submit(send, caller) for caller in range(callers)]
        gate.wait()
        began = time.perf_counter()
        waited = sorted(second for one in sent for second in one.result())
        seconds = time.perf_counter() - began
    return requests / seconds, waited[int(0.99 * len(waited))] * 1e3


def posted(asking: Asking, events: list[dict[str, Any]]) -> bytes:
    """The bytes of a request that tells them."""
    body = orjson.dumps({"events": events})
    head = f"POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{asking.headers}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def seen(event_id: str, customer_id: str, item_id: str) -> dict[str, Any]:
    """Somebody looked at something."""
    return {"event_id": event_id, "event_type": "view", "customer_id": customer_id, "item_id": item_id}
