"""Bodies that no client should send, drawn with a seed: good ones broken in a dozen ways, and noise."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

VALUES: list[Any] = [
    None, True, 0, -1, 0.0, 0.5, -0.0, 1e308, 10**15, 10**16, -(10**400), 2**63, 2**64, [], {}, [[]], [None], ["i1"],
    {"a": {"b": []}}, "", " ", "\t\n", "13085.0", "x" * 257, "a\0b", "\ud800", "\udfff", "i1\ud83d", "é\u0301", "🐱",
    "\u202e", "NaN", "1e5", "2026-03-01", "2999-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "2026-W01-1",
    "9999-12-31T23:59:59-23:59", "purchase", "' OR 1=1 --", "../../etc/passwd", "%00", "{}", "\\",
]  # fmt: skip
NAMES = (
    "event_id", "event_type", "customer_id", "session_id", "item_id", "timestamp", "order_id", "quantity", "price",
    "decision_id", "placement", "position", "currency", "channel", "reason", "coupon", "discount", "n", "strategy",
    "category", "exclude", "fields", "record", "campaign", "seconds", "events", "theme", "price_min", "format", "",
)  # fmt: skip
NUMBERS = (b"1e999", b"-1e999", b"9" * 5_000, b"0." + b"1" * 5_000, b"NaN", b"Infinity", b"-0", b"01", b"1e-999")
HALVES = (b"\\ud800", b"\\udc00", b"\xed\xa0\x80", b"\xff", b"\xc3", b"\\u0000", b"\0")
"""Half a character, or none, in every way to write it."""
TYPES = ("view", "cart", "purchase", "return", "cancel", "send", "click", "sign_up", "vew")


def an_event(random: Random) -> dict[str, Any]:
    """One that may be kept, now and then one that was told before."""
    return {
        "event_id": f"e{random.randrange(4000)}", "event_type": random.choice(TYPES),
        "item_id": f"i{random.randrange(70)}", "customer_id": f"c{random.randrange(50)}",
    }  # fmt: skip


def good(path: str, random: Random) -> Any:
    """What the address takes."""
    if path == "/events":
        return {"events": [an_event(random) for _ in range(random.randrange(4))]}
    if path == "/customers/merge":
        return {"session_id": f"s{random.randrange(9)}", "customer_id": f"c{random.randrange(9)}"}
    if path == "/tokens":
        return {"customer_id": "c1", "seconds": 60, "events": False}
    return {"customer_id": "c1", "item_id": ["i1", "i2"], "exclude": ["i3"]}


def _told_wrong(body: Any, random: Random) -> Any:
    """One member of it, or of one of its events, is another, or there is one more."""
    inner = random.choice(body["events"]) if body.get("events") and random.random() < 0.9 else body
    name = random.choice(list(inner) or [""]) if random.random() < 0.6 else random.choice(NAMES)
    inner[name] = random.choice(VALUES)
    if random.random() < 0.2:
        inner.pop(random.choice(list(inner)))
    return body


def _cut(raw: bytes, random: Random) -> bytes:
    return raw[: random.randrange(len(raw))]


def _flipped(raw: bytes, random: Random) -> bytes:
    there = bytearray(raw)
    for _ in range(random.randint(1, 4)):
        there[random.randrange(len(there))] = random.randrange(256)
    return bytes(there)


def _noise(raw: bytes, random: Random) -> bytes:
    return random.randbytes(random.randrange(200))


def _deep(raw: bytes, random: Random) -> bytes:
    depth = random.choice((30, 1_000, 5_000))
    opening, closing = random.choice(((b"[", b"]"), (b'{"events":', b"}"), (b'{"events":[', b"]}")))
    return opening * depth + (raw if random.random() < 0.5 else b"1") + closing * random.choice((0, depth))


def _number(raw: bytes, random: Random) -> bytes:
    """A number of many digits in the place of a text."""
    number = random.choice(
        (b"1e999", b"-1e999", b"9" * 5_000, b"0." + b"1" * 5_000, b"NaN", b"Infinity", b"-0", b"01", b"1e-999")
    )
    at = raw.find(b'": "')
    return raw.replace(raw[at + 3 : raw.find(b'"', at + 4) + 1], number, 1) if at >= 0 else number


def _lone(raw: bytes, random: Random) -> bytes:
    half = random.choice(HALVES)
    at = random.choice([place for place, sign in enumerate(raw) if sign == ord('"')] or [0]) + 1
    return raw[:at] + half + raw[at:]


def _other(raw: bytes, random: Random) -> bytes:
    return json.dumps(random.choice(VALUES)).encode()


def _encoded(raw: bytes, random: Random) -> bytes:
    return raw.decode().encode(random.choice(("utf-16", "utf-32", "utf-8-sig")))


BREAKING: tuple[Callable[[bytes, Random], bytes], ...] = (
    _cut,
    _flipped,
    _noise,
    _deep,
    _number,
    _lone,
    _other,
    _encoded,
)


def a_body(path: str, random: Random) -> bytes:
    """A body for the address: a good one, one that tells something wrong, or one that is broken."""
    told = good(path, random)
    kind = random.random()
    if kind < 0.5:
        told = _told_wrong(told, random) if kind < 0.4 and told else told
    raw = json.dumps(told).encode()
    return random.choice(BREAKING)(raw, random) if kind >= 0.5 else raw
