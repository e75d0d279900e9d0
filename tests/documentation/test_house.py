"""The house rules that no linter knows; each lists the files that break it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("data", "models", "training", "service", "regulars")
CODE = [file for room in (*ROOMS, "tests", "benchmarks") for file in sorted((ROOT / room).rglob("*.py"))]
PAGES = [*ROOT.glob("docs/*.md"), *ROOT.glob("*.md"), ROOT / "Makefile", ROOT / "Dockerfile", ROOT / "compose.yaml"]
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc", "user", "users"}
ROOM_FOR, TESTS_FOR = 200, 250
"""Lines of a file; many small sentences about one thing may stand together."""


def _shown(file: Path) -> str:
    return str(file.relative_to(ROOT))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def test_every_file_has_a_name_that_says_what_is_in_it() -> None:
    assert [_shown(file) for file in CODE if VAGUE & set(re.split(r"[_/.]", _shown(file)))] == []


def test_every_file_fits_in_a_small_room() -> None:
    lines = {_shown(file): len(_text(file).splitlines()) for file in CODE}
    most = {name: TESTS_FOR if name.startswith("tests") else ROOM_FOR for name in lines}
    assert {name: count for name, count in lines.items() if count > most[name]} == {}


def test_every_room_says_what_lives_there_and_what_may_not() -> None:
    doors = {room: _text(ROOT / room / "__init__.py") for room in ROOMS}
    assert [room for room, told in doors.items() if "Lives here: " not in told] == []
    assert [room for room, told in doors.items() if "May not live here: " not in told] == []


def test_every_file_of_the_rooms_begins_by_saying_what_it_is() -> None:
    assert [_shown(file) for file in CODE if file.suffix == ".py" and not _text(file).startswith('"""')] == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    own = re.compile(r"(?<![\w.>}])/(home|root|Users)/\w")
    assert [_shown(file) for file in [*CODE, *PAGES] if own.search(_text(file))] == []
