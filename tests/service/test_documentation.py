"""docs/service.md says what is counted, logged and limited, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from service import app, measures
from service.api import arguments, tokens
from service.border import LONGEST_ID
from service.lines import IN_MEMORY, LONGEST_LINE
from service.parsing import MOST_PARAMETERS
from service.serve import STOP_SECONDS
from service.settings import ServiceSettings

PAGE = (Path(__file__).parents[2] / "docs" / "service.md").read_text(encoding="utf-8")
CODE = "\n".join(file.read_text(encoding="utf-8") for file in Path(app.__file__).parent.rglob("*.py"))


def test_every_metric_is_documented_and_every_documented_one_exists() -> None:
    exposed = set(re.findall(r"^# TYPE (\w+) ", measures.exposition().decode(), re.MULTILINE))
    assert set(re.findall(r"^\| `(regulars_\w+)`", PAGE, re.MULTILINE)) == {n for n in exposed if "created" not in n}


def test_the_longest_token_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "http.md").read_text(encoding="utf-8")
    assert f"1 to {tokens.LONGEST_SECONDS:,} " in page


def test_every_event_of_the_log_is_documented_and_no_other() -> None:
    logged = set(re.findall(r'\blog\.(?:info|warning|error|exception)\(\s*"([^"]+)"', CODE))
    rows = re.findall(r"^\| (`.*?) \|", PAGE[PAGE.index("## Log") :], re.MULTILINE)
    assert {event for row in rows for event in re.findall("`([a-z ]+)`", row)} == logged


def test_the_limits_are_those_of_the_code() -> None:
    settings = ServiceSettings()
    assert (settings.body_bytes, settings.batch_bytes, IN_MEMORY) == (2**20, 2**30, 8 * 2**20)
    assert LONGEST_LINE == 256 * 2**10
    for limit in (LONGEST_ID, arguments.MOST_IDS, arguments.MOST_VALUES, MOST_PARAMETERS, STOP_SECONDS):
        assert f"{limit:,} " in PAGE
