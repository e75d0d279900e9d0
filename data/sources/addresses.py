"""Addresses as a shop gives them, and as they may be repeated."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from data.errors import InputError


def parts_of(address: str) -> SplitResult:
    """Its parts. Raises InputError where it has none, without repeating it: a key may stand in it."""
    try:
        return urlsplit(address)
    except ValueError:
        raise InputError(
            "source", "is no address; write a host, a path, and %20 and the like for other signs"
        ) from None


def without_secret(address: str) -> str:
    """The address as it may be written down: no user, no password, no query. Raises InputError as `parts_of` does."""
    if "://" not in address:
        return address
    parts = parts_of(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
