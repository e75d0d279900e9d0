"""A file at an http or https address: fetched once into the work folder, then read as a file of events."""

from __future__ import annotations

import shutil
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from data.addresses import parts_of, without_secret
from data.errors import InputError
from data.sources.files import open_located
from data.sources.opening import Opening, Raw

TIMEOUT = 60  # seconds without a byte


def open_web(opening: Opening) -> Raw:
    """The events in the file at the address. Raises InputError with what the server said."""
    parts = parts_of(opening.address)
    name = PurePosixPath(unquote(parts.path)).name
    if not name:
        raise InputError(
            "source", f"{parts.hostname} is no file; give the address of one, such as https://shop.example/events.csv"
        )
    target = opening.work / f"fetched-{name}"
    _fetch(opening.address, target, without_secret(opening.address))
    return open_located(opening, {"events": [target]})


def _fetch(address: str, target: Path, shown: str) -> None:
    try:
        # the address begins with http:// or https://: only those rows of SOURCES lead here
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer, target.open("wb") as file:  # noqa: S310
            shutil.copyfileobj(answer, file)
    except urllib.error.HTTPError as error:
        raise InputError("source", f"{shown} answered {error.code}; it should answer 200 with the file") from None
    except (OSError, HTTPException, ValueError) as error:  # never in their words: they may repeat the whole address
        raise InputError("source", f"{shown} cannot be reached ({type(error).__name__})") from None
