"""Publishes a small bundle again and again in child processes and kills each at a drawn moment.

Called as `kill_publishing.py VAR KILLS`. After every kill the shelf is looked at as the service would: the live
bundle must be whole, and the one before or the new one. Prints as JSON how many kills hit, how many bundles were
broken, and how often the new one was live.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from models.bundle.bundle import Bundle
from models.bundle.files import BrokenBundle, open_bundle, verify_bundle
from models.bundle.shelf import Shelf
from tests.models.shops import ShopShape, listed_bundle
from training.publishing import publish, stage

KEEP = 3


def a_bundle(number: int) -> Bundle:
    """The same small shop, a day later each time."""
    bundle = listed_bundle(ShopShape(seed=3, items=60, customers=40, lines=600), 16)
    return replace(bundle, as_of=f"2026-03-01T00:{number // 60 % 60:02}:{number % 60:02}Z")


def put_live(shelf: Shelf, number: int) -> None:
    """One whole publishing."""
    publish(stage(a_bundle(number), {}, shelf, f"run{number}"), shelf, KEEP)


def killed(shelf: Shelf, number: int, after: float) -> bool:
    """Whether the kill came before the child was done."""
    child = os.fork()
    if child == 0:
        put_live(shelf, number)
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def whole(shelf: Shelf, expected: set[str]) -> bool:
    """Whether the live bundle is one of those it may be, with every byte in place."""
    live = shelf.current()
    if live is None:
        return False
    try:
        verify_bundle(live)
        return open_bundle(live).as_of in expected
    except BrokenBundle:
        return False


def live_in(shelf: Shelf) -> str:
    """As_of of the live bundle, by its folder's name."""
    return shelf.names()[0][:20]


def torture(var: Path, kills: int) -> dict[str, int]:
    """What became of so many kills."""
    shelf, rng = Shelf(var), random.Random(1)
    put_live(shelf, 0)
    began = time.perf_counter()
    put_live(shelf, 1)
    usual, live = time.perf_counter() - began, a_bundle(1).as_of
    found = {"kills": 0, "broken": 0, "new_live": 0}
    for number in range(2, kills + 2):
        found["kills"] += killed(shelf, number, rng.uniform(0, usual * 1.2))
        found["broken"] += not whole(shelf, {live, a_bundle(number).as_of})
        now = live_in(shelf)
        found["new_live"] += now != live
        live = now
    put_live(shelf, kills + 2)
    found["broken"] += not whole(shelf, {a_bundle(kills + 2).as_of})
    found["left_over"] = sum(folder.name.startswith(".") for folder in shelf.root.iterdir())
    return found


if __name__ == "__main__":
    print(json.dumps(torture(Path(sys.argv[1]), int(sys.argv[2]))))
