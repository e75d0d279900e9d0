"""What was told must be gone from every later answer: who tells, who asks meanwhile, and who keeps the account."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import urlencode

from tests.service.days import LINES
from tests.service.servers import Server

Whose = tuple[str, str]
"""(customer_id, session_id), one of them ''."""
ALL_ITEMS = 60


class Gone:
    """What may not be shown to whom any more; an answer is held to what stood here before it was asked for."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._items: dict[Whose, frozenset[str]] = defaultdict(frozenset)
        self.wrong: list[str] = []
        self.asked = 0

    def add(self, whose: Whose, item: str) -> None:
        with self._turn:
            self._items[whose] |= {item}

    def of(self, whose: Whose) -> frozenset[str]:
        with self._turn:
            return self._items[whose]

    def anybody(self, random: Random) -> Whose:
        with self._turn:
            return random.choice(list(self._items)) if self._items else ("c1", "")

    def judge(self, what: str, shown: list[str], gone: frozenset[str], stale: bool = False) -> None:
        with self._turn:
            self.asked += 1
            if stale or set(shown) & gone:
                self.wrong.append(f"{what}: stale {stale}, shows {sorted(set(shown) & gone)}")


def whose_query(whose: Whose, **more: Any) -> str:
    """As a query string."""
    named = {name: id_ for name, id_ in zip(("customer_id", "session_id"), whose, strict=True) if id_}
    return urlencode(named | {"n": ALL_ITEMS} | more)


def listed(server: Server, whose: Whose, **more: Any) -> list[str]:
    """The items of a list, over a connection of its own."""
    return [item["item_id"] for item in server.json(f"/recommend?{whose_query(whose, **more)}")["items"]]


def told(server: Server, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """The answer to what was told, told again where a busy machine let the store wait too long."""
    for again in range(5):
        with server.connection() as link:
            link.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            answer = link.getresponse()
            read = answer.read()
        if answer.status != 503 or again == 4:
            break
    assert answer.status == 200, read
    return json.loads(read)


def check_everywhere(server: Server, gone: Gone, whose: Whose, times: int) -> None:
    """By list, area and both forms of a batch."""
    customer = whose[0]
    for _ in range(times):
        held = gone.of(whose)
        answer = server.json(f"/recommend?{whose_query(whose, record='false')}")
        gone.judge(f"list of {whose}", [item["item_id"] for item in answer["items"]], held, answer["stale"])
    if customer:
        held = gone.of(whose)
        area = server.json(f"/area/{customer}?record=false")
        gone.judge(
            f"area of {whose}", [i["item_id"] for row in area["rows"] for i in row["items"]], held, area["stale"]
        )
        for form in ("full", "compact"):
            _check_batch(server, gone, customer, form)


def _check_batch(server: Server, gone: Gone, customer: str, form: str) -> None:
    held = gone.of((customer, ""))
    body = "".join(json.dumps({"customer_id": id_}) + "\n" for id_ in ("c1", customer, "nobody"))
    with server.connection() as link:
        path = f"/recommend/batch?n={ALL_ITEMS}&record=false&format={form}"
        link.request("POST", path, body, {"Content-Type": LINES})
        lines = [json.loads(line) for line in link.getresponse().read().splitlines()]
    (line,) = [line for line in lines if line.get("customer_id") == customer][-1:]
    shown = line["items"] if form == "compact" else [item["item_id"] for item in line["items"]]
    gone.judge(f"{form} batch of {customer}", shown, held, line["stale"])


@contextmanager
def readers(server: Server, gone: Gone, many: int) -> Iterator[None]:
    """So many ask all the while for lists of whom something is gone, each over one connection after another."""
    stop = Event()
    randoms = [Random(number) for number in range(many)]
    threads = [Thread(target=_read, args=(server, gone, random, stop)) for random in randoms]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _read(server: Server, gone: Gone, random: Random, stop: Event) -> None:
    while not stop.is_set():
        with server.connection() as link:
            for _ in range(20):
                whose = gone.anybody(random)
                held = gone.of(whose)
                link.request("GET", f"/recommend?{whose_query(whose, placement=random.choice(('cart', 'newsletter')))}")
                answer = json.loads(link.getresponse().read())
                gone.judge(f"reader, {whose}", [item["item_id"] for item in answer["items"]], held, answer["stale"])
