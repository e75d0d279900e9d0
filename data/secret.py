"""The one secret of an installation, and the keys that are derived from it, one for each use."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from data.errors import InputError

ENVIRONMENT = "REGULARS_SECRET"
FILE = "secret"
LEAST = 32  # bytes


def secret(var: Path) -> bytes:
    """What REGULARS_SECRET says, else what stands in `var`/secret, which is made on first need and for its owner alone.

    Whoever asks first makes it for all: processes that ask at once get the same one. Raises InputError where it is
    shorter than LEAST bytes, OSError where the file can be neither read nor made. It may reach no log and no repr.
    """
    given = os.environ.get(ENVIRONMENT)
    if given is not None:
        return _long_enough(os.fsencode(given), ENVIRONMENT)
    file = var / FILE
    try:
        held = file.read_bytes()
    except FileNotFoundError:
        _make(file)
        held = file.read_bytes()
    return _long_enough(held, str(file))


def derived(secret: bytes, label: str) -> bytes:
    """32 bytes for one use, named by `label`; who learns them learns neither the secret nor the key of another use."""
    return hmac.digest(secret, label.encode(), hashlib.sha256)


def _long_enough(held: bytes, where: str) -> bytes:
    held = held.strip()
    if len(held) < LEAST:
        raise InputError(where, f"a secret has at least {LEAST} bytes, this one {len(held)}; `openssl rand -hex 32`")
    return held


def _make(file: Path) -> None:
    """Written beside and linked into place: it is never seen in part, and the first of several stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    own = file.with_name(f".{FILE}.{secrets.token_hex(8)}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(secrets.token_hex(LEAST).encode() + b"\n")
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(own, file)
    finally:
        own.unlink()
    _sync(file.parent)


def _sync(folder: Path) -> None:
    """Make what was linked in the folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
