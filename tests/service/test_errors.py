"""Every refusal of every kind has the one shape, and nothing of the inside shows."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from service.errors import Problem
from service.reload import Live
from service.served import Served
from service.settings import ServiceSettings
from tests.service.days import LINES, app_of, asked

SHAPE = {"type", "title", "status", "detail", "errors", "request_id"}

REFUSED = [
    ("GET", "/nothing", None, None, 404),
    ("GET", "/recommendations", None, None, 404),
    ("GET", "/static/x.css", None, None, 404),
    ("GET", "/health", None, None, 404),
    ("DELETE", "/recommend", None, None, 405),
    ("OPTIONS", "/recommend", None, None, 405),
    ("POST", "/area/c3", None, None, 405),
    ("PUT", "/recommend/batch", None, None, 405),
    ("GET", "/recommend?n=0", None, None, 400),
    ("GET", "/area/c3?n=3", None, None, 400),
    ("GET", "/health/live?deep=1", None, None, 400),
    ("GET", "/metrics?x=1", None, None, 400),
    ("POST", "/recommend", b"n=3", "application/x-www-form-urlencoded", 415),
    ("POST", "/recommend", b"{}", None, 415),
    ("POST", "/recommend/batch", b"{}", "application/json", 415),
    ("POST", "/recommend", b"{", "application/json", 400),
    ("POST", "/recommend", b" " * 2_000_000, "application/json", 413),
    ("POST", "/recommend/batch?n=0", b"", LINES, 400),
    ("POST", "/recommend/batch?format=csv", b"", LINES, 400),
]


@pytest.mark.parametrize(("method", "path", "body", "content", "status"), REFUSED)
def test_a_refusal_has_the_one_shape(
    client: FlaskClient, method: str, path: str, body: bytes | None, content: str | None, status: int
) -> None:
    answer = client.open(path, method=method, data=body, content_type=content)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    problem = answer.json or {}
    assert set(problem) == SHAPE
    assert (problem["status"], problem["request_id"]) == (status, answer.headers["X-Request-ID"])
    assert problem["detail"]


def test_a_refused_method_is_told_which_there_are(client: FlaskClient) -> None:
    assert client.delete("/recommend").headers["Allow"] == "GET, HEAD, POST"


def test_a_fault_of_ours_shows_nothing_of_the_inside() -> None:
    with capture_logs() as logged, asked(app_of(Failing())) as client:
        answer = client.get("/recommend/c3", headers={"X-Request-ID": "trace-me"})
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    assert "inside" not in answer.text
    assert "Traceback" not in answer.text
    assert [(entry["request_id"], str(entry["exc_info"])) for entry in logged] == [("trace-me", "the inside of it")]


def test_a_service_without_a_bundle_says_so_and_stays_alive() -> None:
    with asked(app_of(Empty())) as client:
        for path in ("/recommend", "/recommend/c3", "/area/c3", "/health/ready", "/", "/segments", "/customers/c3"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
            assert "regulars train" in answer.text
        assert client.get("/health/live").json == {"status": "live"}
        assert client.get("/docs").status_code == 200


def test_a_batch_that_fails_in_the_middle_says_so_in_its_last_line(live: Live) -> None:
    with capture_logs() as logged, asked(app_of(FailingInTheMiddle(live))) as client:
        answer = client.post("/recommend/batch", data=b'{"customer_id":"c1"}\n' * 1200, content_type=LINES)
        lines = answer.text.splitlines()
    assert '"status":500' in lines[-1]
    assert answer.headers["X-Request-ID"] in lines[-1]
    assert len(lines) == 501
    assert [entry["event"] for entry in logged] == ["batch failed"]


def test_a_large_batch_is_taken_up_to_its_own_limit(live: Live) -> None:
    small = ServiceSettings(body_bytes=100, batch_bytes=1000)
    line = b'{"customer_id":"c1"}\n'
    with asked(app_of(live, small)) as client:
        assert client.post("/recommend/batch", data=line * 40, content_type=LINES).text.count("\n") == 40
        assert client.post("/recommend/batch", data=line * 60, content_type=LINES).status_code == 413


class Failing:
    """A bundle that cannot be taken."""

    def take(self) -> Served:
        raise RuntimeError("the inside of it")


class Empty:
    """No bundle."""

    def take(self) -> Served:
        raise Problem(503, "no bundle is published yet; `regulars train` publishes one", headers={"Retry-After": "5"})


class FailingInTheMiddle:
    """Ids that can be looked up once."""

    def __init__(self, live: Live) -> None:
        self._served, self._asked = live.take(), 0

    def take(self) -> FailingInTheMiddle:
        return self

    def __getattr__(self, name: str) -> object:
        if name == "bundle":
            self._asked += 1
            if self._asked > 3:
                raise RuntimeError("the inside of it")
        return getattr(self._served, name)
