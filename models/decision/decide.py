"""The product: which items a customer is shown, in which order, and why. Pure and batch first.

The rehearsal, the batch writer and every endpoint call `decide`, so what is evaluated is what is served.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

import numpy as np

from data.arrays import ABSENT, Bools, Floats, Ints, Longs, distinct
from models.bundle.bundle import Bundle
from models.decision.diversity import shortlist
from models.decision.exploring import explored
from models.decision.likely import likely
from models.decision.placements import PERSONAL, Placement, Strategy, placement_of, strategy_of
from models.decision.query import Decisions, One, Query, Whom
from models.decision.ready import ready
from models.decision.shown import Shown
from models.decision.sources import Batch, candidates
from models.decision.stored import stored
from models.decision.strangers import remembered
from models.recommenders import RECOMMENDERS

RELAXATIONS: tuple[str, ...] = ("strategy", "diversity")
"""What a list may have given up to be full: bit 0, items came from a fallback; bit 1, one category takes more than
its share."""

DEEPEST = 256
CERTAIN = np.float32(1)


def decide(bundle: Bundle, query: Query, whom: Whom, fill: bool = True, explain: bool = True) -> Decisions:
    """The list of every row: min(n, eligible) items, none excluded, none twice.

    fill=False: the strategy's own items alone, no fallback. explain=False: count 0 and lift NaN everywhere, for
    callers that show no reasons. Raises InputError for an unknown placement, strategy or theme.
    """
    placement = placement_of(query.placement)
    strategy = strategy_of(query.strategy or placement.strategy)
    shown = Shown.empty(whom.rows, query.n)
    if strategy.sources[0] == PERSONAL:
        _put_stored(shown, bundle, query, whom)
    _fill_all(shown, bundle, query, whom, placement, strategy, fill)
    propensity = _explore(shown, Batch(bundle, query, placement, whom), strategy)
    count, lift = _evidence(bundle, shown, explain)
    may_send, sure = _may_send(bundle, placement, whom), likely(bundle, whom.customer, shown)
    return Decisions(
        shown.item, shown.score, shown.source, shown.anchor, count, lift, shown.own, shown.relaxed(), may_send, sure,
        propensity,
    )  # fmt: skip


def decide_one(bundle: Bundle, query: Query, whom: Whom) -> One:
    """The one row of `decide`, to the same bytes, several times faster where last night's list holds it."""
    placement = placement_of(query.placement)
    strategy = strategy_of(query.strategy or placement.strategy)
    if len(whom.touched) or _explores(bundle, strategy):
        return One.of(decide(bundle, query, whom))
    may_send = bool(_may_send(bundle, placement, whom)[0])
    found = None
    if strategy.sources[0] == PERSONAL:
        found = ready(bundle, query, whom, _depth(bundle, query.n), may_send)
    return found or remembered(bundle, query, whom, may_send, lambda: One.of(decide(bundle, query, whom)))


def decision_ids(
    bundle: Bundle, query: Query, whom: Whom, shown: Sequence[bytes], customer_ids: Sequence[str], session_id: str = ""
) -> list[str]:
    """24 hex digits per row, a hash of bundle, query, campaign, who asks, what they did since, and list: the same
    question has the same id.

    shown: the bytes of each row's items, int32. session_id: who asks where that is no customer: guests who are shown
    the same have decisions of their own.
    """
    asked = blake2b(f"{bundle.id}|{query.text}".encode(), digest_size=12, person=_person(query.campaign))
    named, since, guest = whom.named, whom.since, b"|" + session_id.encode("utf-8", "replace") if session_id else b""
    ids: list[str] = []
    for row, (customer_id, shown_items) in enumerate(zip(customer_ids, shown, strict=True)):
        items = whom.context.row(row).tobytes() + b"|" + whom.exclude.row(row).tobytes() if named else b"|"
        items += since.told(row) if since else b""
        digest = asked.copy()
        digest.update(customer_id.encode("utf-8", "replace") + b"|" + items + shown_items)
        if not customer_id:
            digest.update(guest)
        ids.append(digest.hexdigest())
    return ids


def _person(campaign: str) -> bytes:
    """At most 16 bytes that tell the hashes of one campaign from those of another, and from those of none."""
    return blake2b(campaign.encode("utf-8", "replace"), digest_size=16).digest() if campaign else b""


def _explores(bundle: Bundle, strategy: Strategy) -> bool:
    return bundle.policy.exploration > 0 and strategy.sources[0] == PERSONAL


def _explore(shown: Shown, batch: Batch, strategy: Strategy) -> Floats:
    """Put what is explored in its places; the propensity of every place, one number for all where nothing is drawn."""
    if not _explores(batch.bundle, strategy):
        return np.broadcast_to(CERTAIN, shown.item.shape)
    drawn = explored(batch, shown.item)
    shown.replace(drawn)
    return drawn.chances(*shown.item.shape)


def _put_stored(shown: Shown, bundle: Bundle, query: Query, whom: Whom) -> None:
    """Write all lists that last night's have whole, of those who did nothing since."""
    for found in stored(bundle, query, whom.known(), _depth(bundle, query.n)):
        shown.item[found.row] = found.item
        shown.score[found.row] = found.score
        shown.source[found.row] = found.source
        shown.anchor[found.row] = found.anchor
        shown.filled[found.row] = query.n
        shown.crowded[found.row] = found.crowded
        shown.whole[found.row] = True


def _fill_all(
    shown: Shown, bundle: Bundle, query: Query, whom: Whom, placement: Placement, strategy: Strategy, fill: bool
) -> None:
    """The strategy's own sources, then the placement's fallbacks."""
    own = Batch(bundle, replace(query, exclude_bought=False) if strategy.bought else query, placement, whom)
    for source in strategy.sources:
        _fill(shown, own, source)
    shown.own[:] = shown.filled
    rest = Batch(bundle, query, placement, whom) if strategy.bought else own
    for source in placement.fallbacks if fill else ():
        _fill(shown, rest, source)


def _depth(bundle: Bundle, n: int) -> int:
    """How many candidates stand for selection: some to spare where families or categories will take places away."""
    return max(min(2 * n, DEEPEST), n) if bundle.variants or bundle.categorised else n


def _fill(shown: Shown, batch: Batch, source: str) -> None:
    """Ask one source until every row is full or the source has no more to say; families that are shown already are
    banned."""
    bundle, n = batch.bundle, batch.query.n
    name = bundle.policy.personal if source == PERSONAL else source
    if name not in bundle.models:
        return
    depth = _depth(bundle, n)
    rows = (shown.filled < n).nonzero()[0]
    while len(rows):
        few = batch if len(rows) == batch.whom.rows else batch.take(rows)
        found = candidates(few, source, _taken(bundle, shown, rows), depth)
        if not len(found.row):
            return
        more = np.bincount(found.row, minlength=len(rows)) >= depth  # who got less has heard all
        before = shown.filled[rows]
        shown.put(rows, shortlist(bundle, found, n, n - before))
        now = shown.filled[rows]
        rows = rows[more & (now > before) & (now < n)]


def _taken(bundle: Bundle, shown: Shown, rows: Longs) -> Longs:
    """Keys row * families + family of what the rows show already, ascending; rows are renumbered 0, 1, ..."""
    if not shown.filled[rows].any():
        return np.empty(0, dtype=np.int64)
    items = shown.item[rows]
    row, column = np.nonzero(items >= 0)
    return distinct(row * bundle.families + bundle.items.family[items[row, column]])


def _evidence(bundle: Bundle, shown: Shown, explain: bool) -> tuple[Ints, Floats]:
    """(count, lift) [rows, n] behind each anchor."""
    count, lift = np.zeros(shown.item.shape, dtype=np.int32), np.full(shown.item.shape, np.nan, dtype=np.float32)
    full = shown.item != ABSENT
    numbers: list[int] = distinct(shown.source[full]).tolist() if explain else []
    for number in numbers:
        at = full & (shown.source == number)
        count[at], lift[at] = bundle.models[RECOMMENDERS[number].name].evidence(shown.anchor[at], shown.item[at])
    return count, lift


def _may_send(bundle: Bundle, placement: Placement, whom: Whom) -> Bools:
    """Unknown consent is no; what is no mail needs none, and is not sent."""
    if not placement.mail or not bundle.customers.count:
        return np.zeros(whom.rows, dtype=bool)
    return (whom.customer >= 0) & bundle.customers.email_consent[whom.customer]
