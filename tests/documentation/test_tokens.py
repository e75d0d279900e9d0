"""docs/http.md shows how a shop signs tokens by itself: what it shows is run here, and opens what it should."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from data.secret import derived
from service.errors import Problem
from service.tokens import LABEL, Claims, Tokens
from tests.documentation.test_samples import samples

SECRET = b"the secret of the page, which is long enough"


def _shown() -> dict[str, Any]:
    """What the program of the page defines."""
    (program,) = [text for page, text in samples("python") if page == "http.md"]
    names: dict[str, Any] = {}
    exec(program, names)  # noqa: S102 - it is ours
    return names


def test_a_token_that_is_signed_as_shown_is_one() -> None:
    shown = _shown()
    token = shown["token"](shown["signing_key"](SECRET), "ü/3", 60)
    ours, now = Tokens(derived(SECRET, LABEL)), time.time()
    assert ours.holder(token, now).customer_id == "ü/3"
    with pytest.raises(Problem, match="expired"):
        ours.holder(token, now + 61)


def test_the_sample_token_is_what_the_service_makes() -> None:
    said = next(json.loads(text) for page, text in samples("json") if page == "http.md" and '"token"' in text)
    assert said["token"] == Tokens(derived(SECRET, LABEL)).signed(Claims(1_800_000_000, "17841"))
    assert said["expires"] == "2027-01-15T08:00:00Z"
