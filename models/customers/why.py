"""Why something is said of a customer: a code without language, and the figures it rests on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Why:
    """Why something is said of a customer: a code without language, and the figures it rests on, by name."""

    code: str
    says: dict[str, float | int | str]
