"""Who of an audience may be written to."""

from __future__ import annotations

from data.arrays import Bools
from data.facts.facts import Customers


def may_send(customers: Customers, member: Bools) -> Bools:
    """bool [customers]: the members who said yes to mail; unknown is no."""
    return member & customers.email_consent
