"""What a person outside can get wrong, or must be told; the front door and the service make a clear answer of it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache


class InputError(Exception):
    """Bad input: `field` names where, `detail` says what is wrong and what would be right. Never holds a secret."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(f"{field}: {detail}")
        self.field = field
        self.detail = detail


class Fault(Exception):
    """What went wrong inside, or on the machine, and no other input would put right; the message says what."""


def nearest(name: str, names: Iterable[str]) -> str:
    """The one of `names` that looks most like `name`, in whatever case; the names are not empty."""
    return _nearest(name, tuple(names))


@lru_cache(maxsize=1_024)
def _nearest(name: str, names: tuple[str, ...]) -> str:
    """Remembered, since the same slip comes with every row; to look anew takes 0.1 ms and more."""
    plain = {each.casefold(): each for each in reversed(names)}  # of two that differ by case alone the first
    return plain[get_close_matches(name.casefold(), plain, 1, cutoff=0.0)[0]]
