"""What a fact is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """One fact: its name in the connection, what a row of it is, and the SELECT that makes it.

    A fact that is kept becomes a temporary table because several others read it; the rest are views.
    """

    name: str
    meaning: str
    sql: str
    kept: bool = False
