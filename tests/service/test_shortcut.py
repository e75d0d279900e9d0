"""The shorter way answers as Flask does, or leaves it to Flask."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient
from hypothesis import assume, given
from hypothesis import strategies as st

from service.api.arguments import Nothing
from service.app import Application
from service.errors import Problem
from service.parsing import from_query
from service.reload import Live
from service.shortcut import Shortcut
from tests.service.days import KEYED, READING, SCRAPING, app_of, asked

ASKED = [
    "/recommend", "/recommend?", "/recommend?n=3", "/recommend?customer_id=c3&n=12&placement=newsletter",
    "/recommend/c3?n=12", "/recommend/c3?item_id=i1&item_id=i2&placement=cart&fields=price", "/recommend/a%2Fb",
    "/recommend/%F0%9F%90%B1", "/recommend/%FF", "/recommend//", "/recommend/batch", "/recommend?customer_id=%FF+%20",
    "/recommend?category=garden%20%3E%20lamps&exclude=i3", "/recommend?n=0", "/recommend?colour=red", "/recommend/",
    "/recommendations", "/recommend/c3?customer_id=c4", "/recommend?theme=none", "/recommend?n=1&n=2",
    "/recommend?&n=3&",
]  # fmt: skip


@pytest.fixture
def whole(live: Live) -> Iterator[FlaskClient]:
    """Asks the same service without the shorter way."""
    app = app_of(live, KEYED)
    assert isinstance(app.wsgi_app, Shortcut)
    app.wsgi_app = Application.wsgi_app.__get__(app)
    with asked(app) as client:
        yield client


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.parametrize("key", [READING, SCRAPING, "guessed", None])
def test_both_ways_answer_the_same(keyed: FlaskClient, whole: FlaskClient, path: str, key: str | None) -> None:
    headers = {"X-Request-ID": "same"} | ({"X-API-Key": key} if key else {})
    short, long = keyed.get(path, headers=headers), whole.get(path, headers=headers)
    assert (short.status_code, short.data) == (long.status_code, long.data)
    assert dict(short.headers) == dict(long.headers)


@given(st.text(alphabet="ab=%&+20 ü;", max_size=12))
def test_a_query_string_is_read_as_the_standard_library_reads_it(raw: str) -> None:
    try:
        standard = parse_qsl(raw, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(Problem):
            from_query(raw, Nothing)
        return
    assume(len(dict(standard)) == len(standard))
    assert list(from_query(raw, Nothing).items()) == standard
