"""What an admin did is logged, and kept in the store where there is one; neither names whom it was done to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from data.stores.database import StoreDown
from service import audit
from service.audit import Act, digest, record
from service.keys import ANYBODY
from service.living import Living
from service.reload import Live
from tests.service.days import SECRET, app_of, day_of
from tests.service.living import a_living


def _recorded(live: Live, living: Living | None = None, subject: str = "c3") -> tuple[Act, list[dict[str, object]]]:
    day = day_of(live, living=living, clock=lambda: 7.0)
    with app_of(live).test_request_context("/", headers={"X-Request-ID": "r1"}) as context, capture_logs() as logged:
        context.request.holder = ANYBODY  # type: ignore[attr-defined] - as @endpoint sets it
        return record(day, "erase", subject, "done"), list(logged)  # type: ignore[arg-type]


def test_an_act_is_logged_with_who_what_and_what_came_of_it(live: Live) -> None:
    act, (line,) = _recorded(live)
    assert line == {
        "event": "admin act", "log_level": "info", "key": "", "act": "erase", "subject": act.subject,
        "request_id": "r1", "outcome": "done",
    }  # fmt: skip
    assert act.at == 7.0


def test_an_act_is_kept_in_the_store(live: Live, tmp_path: Path) -> None:
    with a_living(tmp_path) as living:
        act, _ = _recorded(live, living)
        with living.store.looking() as connection:
            row = connection.exec_driver_sql("SELECT * FROM audit").one()
    assert tuple(row) == (1, 7_000_000, "", "erase", act.subject, "done", "r1")


def test_an_act_that_cannot_be_kept_was_done_all_the_same(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*asked: object) -> None:
        raise StoreDown("gone")

    monkeypatch.setattr(audit, "audit", down)
    with a_living(tmp_path) as living:
        act, (done, warned) = _recorded(live, living)
    assert (act.outcome, done["event"]) == ("done", "admin act")
    assert (warned["event"], warned["why"]) == ("the audit table cannot be written", "gone")


def test_the_subject_is_a_digest_that_only_the_secret_finds_again(live: Live) -> None:
    act, logged = _recorded(live, subject="anna@shop.example")
    assert "anna" not in f"{act}{logged}"
    assert re.fullmatch("[0-9a-f]{32}", act.subject)
    assert act.subject == digest(SECRET, "anna@shop.example")
    assert act.subject != digest(SECRET + b"!", "anna@shop.example")
    assert act.subject != digest(SECRET, "c3")
