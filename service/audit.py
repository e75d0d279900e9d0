"""What was done by whom to whose data: a line in the log, and a row of the store where there is one."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import structlog
from flask import request

from data.secret import derived
from data.stores.database import StoreDown
from data.stores.erasing import audit
from data.stores.store import Store
from service.http import Asking

if TYPE_CHECKING:
    from service.day import Day

LABEL = "audit"
"""What the key of the subjects' digests is derived from the secret with."""

log = structlog.get_logger("service")


@dataclass(frozen=True)
class Act:
    """at: Unix seconds. key: the name of the key that was sent. act: what was done, such as `erase`. subject: a digest
    of whom it was done to; the same subject has the same digest, and it tells no id. outcome: what came of it."""

    at: float
    key: str
    act: str
    subject: str
    request_id: str
    outcome: str


def record(day: Day, act: str, subject: str, outcome: str) -> Act:
    """Log the act of the request under way, and keep it where the day has a sink; call it once the outcome is known."""
    asking = cast("Asking", request)
    done = Act(day.clock(), asking.holder.name, act, digest(day.secret, subject), asking.request_id, outcome)
    log.info("admin act", key=done.key, act=act, subject=done.subject, request_id=done.request_id, outcome=outcome)
    if day.living is not None:
        _keep(day.living.store, done)
    return done


def _keep(store: Store, done: Act) -> None:
    """In the store too. What cannot be kept there stands in the log, and says so: the act itself was done."""
    try:
        audit(store, round(done.at * 1e6), done.key, done.act, done.subject, done.outcome, done.request_id)
    except StoreDown as error:
        log.warning("the audit table cannot be written", why=str(error), request_id=done.request_id)


def digest(secret: bytes, subject: str) -> str:
    """32 hex digits that stand for a subject: who holds the secret finds the acts done to a customer, nobody else."""
    return hmac.digest(derived(secret, LABEL), subject.encode(), hashlib.sha256).hex()[:32]
