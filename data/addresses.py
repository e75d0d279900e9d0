"""Addresses as a shop gives them, and as they may be repeated; a password stands in one only as ${NAME}."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

from data.errors import InputError

REFERENCE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
HIDDEN: Final = "***"


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


def scrubbed(message: str, secrets: Sequence[str]) -> str:
    """A server's message on one line, with every secret taken out."""
    for secret in secrets:
        message = message.replace(secret, HIDDEN)
    return " ".join(message.split())


def filled(address: str, environment: Mapping[str, str]) -> tuple[str, list[str]]:
    """The address with every ${NAME} filled in, and the texts to keep out of messages.

    Raises InputError for a password written out, or a name that is not set.
    """
    given = parts_of(address).password
    if (given and not REFERENCE.fullmatch(given)) or re.search(r"[?&]password=(?!\$\{)", address):
        raise InputError("source", "the password stands in the address; write ${NAME} and set NAME in the environment")
    secrets: list[str] = []
    for name in REFERENCE.findall(address):
        if name not in environment:
            raise InputError("source", f"the address names ${{{name}}}, which is not set in the environment")
        encoded = quote(environment[name], safe="")
        secrets += [encoded, environment[name]]
        address = address.replace(f"${{{name}}}", encoded)
    return address, [secret for secret in secrets if secret]
