"""The digest of what describes customers: whether two nights are compared under the same settings."""

from __future__ import annotations

from data.settings import Settings
from training.describing.settings import Describing


def digest(**sections: object) -> str:
    return Describing.of(Settings(sections)).digest


def test_the_digest_follows_what_moves_customers() -> None:
    assert digest() == digest(people={}) != digest(people={"lifecycle": {"cooling": 0.8}})


def test_a_new_audience_is_no_reason_why_customers_moved() -> None:
    assert digest(audiences={"gone": {"where": "lapsed", "minimum": 5}}) == digest()
