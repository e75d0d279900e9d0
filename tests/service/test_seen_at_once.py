"""What was told counts in the next answer of every process, under load, with either store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.days import a_bundle, publish, shown_again
from tests.service.seen import Gone, Whose, check_everywhere, listed, readers, told
from tests.service.servers import Server, serving

pytestmark = pytest.mark.slow
AGAIN = shown_again(a_bundle())
KINDS = ("purchase", "cart", "return", "guest", "merge")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of each kind of store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    return request.getfixturevalue("cluster").address


def _rounds(server: Server, gone: Gone, rounds: int) -> None:
    for number in range(rounds):
        kind = KINDS[number % len(KINDS)]
        whose = _happens(server, gone, kind, number)
        check_everywhere(server, gone, whose, times=4)
        assert gone.wrong == []


def _happens(server: Server, gone: Gone, kind: str, number: int) -> Whose:
    """Something is told; from when it was answered on it counts."""
    session, customer = f"s{number}", f"c{number % 37}" if number % 2 else f"new{number}"
    whose = ("", session) if kind == "guest" else (customer, "")
    first = next(item for item in listed(server, whose, record="false") if item not in AGAIN or kind != "return")
    event = {"event_type": kind if kind in ("cart", "return") else "purchase", "item_id": first}
    named = {"session_id": session} if kind in ("guest", "merge") else {"customer_id": customer}
    assert told(server, "/events", {"events": [event | named]})["accepted"] == 1
    if kind == "merge":
        assert told(server, "/customers/merge", {"session_id": session, "customer_id": customer})["events"] == 1
    gone.add(whose, first)
    return whose


def test_no_later_answer_of_any_process_shows_it(tmp_path: Path, url: str) -> None:
    _prove(tmp_path, url, rounds=50, many=2)


@pytest.mark.torture
def test_no_later_answer_of_any_process_shows_it_for_long(tmp_path: Path, url: str) -> None:
    _prove(tmp_path, url, rounds=1_000, many=4)


def _prove(folder: Path, url: str, rounds: int, many: int) -> None:
    settings = folder / "regulars.toml"
    settings.write_text(f'[store]\nurl = "{url}"\ndeadline_ms = 10_000\n')
    publish(folder, a_bundle())
    gone = Gone()
    with serving(folder, "--open", "--settings", str(settings), workers=3) as server:
        with readers(server, gone, many):
            _rounds(server, gone, rounds)
        asked = gone.asked
    assert gone.wrong == []
    assert asked > 10 * rounds
    print(f"{rounds} rounds, {asked} answers held against what was told before")
