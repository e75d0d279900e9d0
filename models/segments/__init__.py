"""The segments, one row each. A kind's labels exclude each other; flags stand alone.

Lives here: the rules that put customers into segments, one file per kind, and what all of them come to (`people.py`).
May not live here: learned groups (models/customers), expressions over segments, raw events, a clock.
"""

from __future__ import annotations

from typing import Final

from models.segments import gifts, lifecycle, returning, rfm, warmth, wholesale
from models.segments.segment import FLAGS, Explains, Segment

__all__ = ["FLAGS", "SEGMENTS", "Explains", "Segment"]

SEGMENTS: Final[tuple[Segment, ...]] = (
    Segment("rfm", "champions", "order often and much, and lately",
            "recency 5 and standing 4-5, or recency 4 and standing 5", rfm.why),
    Segment("rfm", "loyal", "order often, and are about in their rhythm",
            "recency 3 and standing 4-5, or recency 4 and standing 4", rfm.why),
    Segment("rfm", "potential_loyalists", "came back, and are in their rhythm; not yet often or much",
            "recency 4-5 and standing 2-3", rfm.why),
    Segment("rfm", "new_customers", "ordered on one day, just now", "recency 5 and standing 1", rfm.why),
    Segment("rfm", "promising", "ordered on one day, lately", "recency 4 and standing 1", rfm.why),
    Segment("rfm", "need_attention", "order as most do, and have become quiet", "recency 3 and standing 3", rfm.why),
    Segment("rfm", "about_to_sleep", "ordered seldom and little, and have become quiet",
            "recency 3 and standing 1-2", rfm.why),
    Segment("rfm", "at_risk", "ordered often or much, and are silent for longer than they used to be",
            "recency 2 and standing 3-5, or recency 1 and standing 3-4", rfm.why),
    Segment("rfm", "cannot_lose", "were among the best, and are the most silent now",
            "recency 1 and standing 5", rfm.why),
    Segment("rfm", "hibernating", "ordered seldom and little, and are silent",
            "recency 2 and standing 1-2", rfm.why),
    Segment("rfm", "lost", "ordered seldom and little, and are the most silent",
            "recency 1 and standing 1-2", rfm.why),
    Segment("lifecycle", "prospect", "known, and has not ordered", "no order so far", lifecycle.why),
    Segment("lifecycle", "first_time_buyer", "ordered for the first time, just now",
            "one order day, and not yet as silent as the first fifth of those who came back had been", lifecycle.why),
    Segment("lifecycle", "second_order_candidate", "ordered once, and is in the time in which others come back",
            "one order day, and silent for longer than a first-time buyer, but not yet cooling", lifecycle.why),
    Segment("lifecycle", "repeat", "came back, and is in rhythm", "2-3 order days, and not cooling", lifecycle.why),
    Segment("lifecycle", "regular", "orders again and again, and is in rhythm",
            "at least 4 order days, and not cooling", lifecycle.why),
    Segment("lifecycle", "vip", "a regular among the tenth of buyers with the highest value",
            "a regular with a value above that of nine in ten buyers", lifecycle.why),
    Segment("lifecycle", "cooling", "silent for longer than is usual after what they did before",
            "as silent, in times of the own gap, as one in four who came back had been", lifecycle.why),
    Segment("lifecycle", "lapsed", "silent for so long that few come back",
            "as silent, in times of the own gap, as one in ten who came back had been", lifecycle.why),
    Segment("lifecycle", "lost", "silent for so long that hardly anybody comes back",
            "as silent, in times of the own gap, as three in a hundred who came back had been", lifecycle.why),
    Segment("warmth", "cold", "has not looked around lately", "a score below 0.5 visits of today", warmth.why),
    Segment("warmth", "warm", "has looked around lately", "a score from 0.5 on, and not hot", warmth.why),
    Segment("warmth", "hot", "looks around a lot right now, or has things in the cart",
            "a score without opens from 3", warmth.why),
    Segment(FLAGS, "wholesale", "buys for a trade: a wholesaler or reseller",
            "orders far above the shop's usual value and pieces or items, or mostly by the dozen", wholesale.why),
    Segment(FLAGS, "return_prone", "sends back far more than the shop's customers do",
            "a shrunk share of returns twice the shop's, and 10 points above, on at least 2 orders", returning.why),
    Segment(FLAGS, "gift_giver", "has ordered what looks like presents",
            "at least one order with two of: gift words, season of presents, far from the own taste", gifts.why),
)  # fmt: skip
"""In the order in which they are shown; the figures in the rules are those of the default settings."""
