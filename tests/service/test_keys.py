"""Keys: who may ask, with which scope, and that a key shows nowhere."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from data.errors import InputError
from data.settings import Settings
from service.keys import Keys
from service.reload import Live
from service.serve import address
from service.settings import ServiceSettings
from tests.service.days import KEYED, LINES, READING, SCRAPING, a_key, app_of, asked

READS = ["/recommend", "/recommend/c3", "/area/c3"]


@pytest.mark.parametrize("path", READS)
def test_reading_takes_a_key_that_reads(keyed: FlaskClient, path: str) -> None:
    assert keyed.get(path).status_code == 401
    assert keyed.get(path, headers={"X-API-Key": "guessed"}).status_code == 401
    assert keyed.get(path, headers={"X-API-Key": SCRAPING}).status_code == 403
    assert keyed.get(path, headers={"X-API-Key": READING}).status_code == 200


def test_posting_takes_a_key_before_the_body_is_read(keyed: FlaskClient) -> None:
    assert keyed.post("/recommend", data=b"{", content_type="application/json").status_code == 401
    assert keyed.post("/recommend/batch", data=b"{", content_type=LINES).status_code == 401


def test_scraping_takes_a_key_that_scrapes(keyed: FlaskClient) -> None:
    assert keyed.get("/metrics").status_code == 401
    assert keyed.get("/metrics", headers={"X-API-Key": READING}).status_code == 403
    assert keyed.get("/metrics", headers={"X-API-Key": SCRAPING}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/health/live", "/health/ready"])
def test_what_describes_the_service_takes_no_key(keyed: FlaskClient, path: str) -> None:
    assert keyed.get(path).status_code == 200


def test_a_refusal_says_which_header_and_which_scope(keyed: FlaskClient) -> None:
    without = keyed.get("/recommend")
    assert "X-API-Key" in (without.json or {})["detail"]
    assert without.headers["WWW-Authenticate"].startswith("ApiKey")
    assert "'read'" in (keyed.get("/recommend", headers={"X-API-Key": SCRAPING}).json or {})["detail"]


def test_a_key_is_in_no_answer_log_or_repr(live: Live) -> None:
    with capture_logs() as logged, asked(app_of(live, KEYED)) as client:
        answers = [
            client.get("/recommend?n=0", headers={"X-API-Key": READING}),
            client.get("/metrics", headers={"X-API-Key": READING}),
            client.get("/recommend", headers={"X-API-Key": READING + "x"}),
        ]
        told = " ".join([*(answer.text + str(answer.headers) for answer in answers), str(logged)])
    assert READING not in told
    assert KEYED.keys[0].sha256 not in repr(Keys.of(KEYED.keys))


@pytest.mark.parametrize("given", ["", " ", "ключ", READING.upper(), READING + "\n", "x" * 10_000])
def test_what_is_not_the_key_opens_nothing(given: str) -> None:
    assert Keys.of(KEYED.keys).holder(given, 0.0) is None


def test_each_key_is_its_holders() -> None:
    keys = Keys.of((a_key("a", "one", "read"), a_key("b", "two", "read")))
    assert [holder.name if (holder := keys.holder(key, 0.0)) else None for key in ("one", "two", "three")] == [
        "a",
        "b",
        None,
    ]


def test_without_keys_the_service_starts_only_when_told_to_be_open() -> None:
    with pytest.raises(InputError, match="regulars key"):
        address(ServiceSettings(), open_=False)
    assert address(ServiceSettings(), open_=True) == "127.0.0.1"


def test_an_open_service_listens_on_this_machine_alone() -> None:
    with pytest.raises(InputError, match=r"127\.0\.0\.1"):
        address(ServiceSettings(host="0.0.0.0"), open_=True)  # noqa: S104 - this is what is refused
    assert address(ServiceSettings(host="10.1.2.3", keys=KEYED.keys), open_=True) == "10.1.2.3"


@pytest.mark.parametrize(
    ("key", "right"),
    [
        ({"name": "a", "sha256": "abc"}, "regex"),
        ({"name": "a", "sha256": "0" * 64, "scopes": ["write"]}, "read, events, admin, metrics"),
        ({"name": "a", "key": "plain"}, "key"),
        ({"sha256": "0" * 64}, "name"),
    ],
)
def test_a_row_that_is_no_key_is_refused_by_name(key: dict[str, object], right: str) -> None:
    with pytest.raises(InputError, match=right) as refused:
        Settings({"service": {"keys": [key]}}).section("service", ServiceSettings)
    assert "plain" not in str(refused.value)
