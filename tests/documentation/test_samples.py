"""Every sample in docs/ and the README is good: settings are read, answers parse, commands and addresses exist."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from data.settings import Settings, read_settings
from models.audiences.audience import read_audiences
from models.recommenders import RECOMMENDERS
from regulars.command import parser
from service.api.answers import Recommendation
from tests.documentation.blocks import DOCS, pages, serves_nothing
from tests.documentation.sections import SECTIONS

ROOT = DOCS.parent
_SAMPLE = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def samples(language: str) -> list[tuple[str, str]]:
    """(page, text) of every fenced sample in the language."""
    texts = [(page.name, page.read_text(encoding="utf-8")) for page in [*pages(), ROOT / "CONTRIBUTING.md"]]
    return [(name, found[2]) for name, text in texts for found in _SAMPLE.finditer(text) if found[1] == language]


def commands() -> Iterator[tuple[str, list[str]]]:
    """(page, words) of every command in the shell samples; a line that ends in \\ goes on."""
    for page, text in samples("sh"):
        for line in text.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words:
                yield page, words


@pytest.mark.parametrize(("page", "text"), samples("toml"))
def test_sample_settings_are_read(page: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "regulars.toml"
    file.write_text(text, encoding="utf-8")
    settings = read_settings(file)
    for name, shape in SECTIONS:
        if re.fullmatch(r"\[\w+\]", name):
            settings.section(name.strip("[]"), shape)
    read_audiences(settings)
    own = Settings(settings.sections.get("mapping", {}))
    for name, shape in SECTIONS:
        if name == "[mapping.events]":
            own.section("events", shape)


@pytest.mark.parametrize(("page", "text"), samples("json"))
def test_sample_answers_are_json(page: str, text: str) -> None:
    assert json.loads(text)


@pytest.mark.parametrize(("page", "words"), list(commands()))
def test_sample_commands_exist(page: str, words: list[str]) -> None:
    if words[0] == "regulars":
        parser().parse_args(words[1:])
    elif words[0] == "make":
        targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert set(words[1:]) <= set(targets)
    else:
        assert words[0] in {"curl", "git", "cd", "docker"}


def test_the_sample_problem_is_what_is_answered() -> None:
    said = next(json.loads(text) for _, text in samples("json") if '"errors"' in text)
    answered = serves_nothing().test_client().get("/recommend?n=500").get_json()
    assert said | {"request_id": ""} == answered | {"request_id": ""}


def test_the_samples_are_found() -> None:
    assert samples("toml")
    assert list(commands())


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def _address(words: list[str]) -> tuple[str, str]:
    """(method, path and query) that a curl line asks for."""
    posted = bool({"-d", "--data-binary"} & set(words))
    address = next(word for word in words if word.startswith("http://"))
    asked = words[words.index("-X") + 1] if "-X" in words else "POST" if posted else "GET"
    return asked, re.sub(r"^http://[^/]+", "", address)


@pytest.mark.parametrize(("page", "words"), [found for found in commands() if found[1][0] == "curl"])
def test_sample_requests_are_understood(page: str, words: list[str]) -> None:
    method, path = _address(words)
    body = words[words.index("-d") + 1] if "-d" in words else None
    kind = "application/x-ndjson" if "batch" in path else "application/json"
    answer = (
        serves_nothing()
        .test_client()
        .open(path, method=method, data=body, content_type=kind if method == "POST" else None)
    )
    assert answer.status_code == (200 if path == "/tokens" else 503)  # understood; there is no bundle to answer from


def test_a_request_that_is_not_understood_would_be_seen() -> None:
    assert serves_nothing().test_client().get("/recommend?customer=17841").status_code == 400


def test_every_page_is_reached_from_the_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    assert [page.name for page in DOCS.glob("*.md") if page.name != "index.md" and f"({page.name})" not in index] == []


def test_the_sample_answer_has_the_shape_of_an_answer() -> None:
    said = next(json.loads(text) for page, text in samples("json") if page == "README.md")
    answer = msgspec.convert(said, Recommendation)
    assert msgspec.to_builtins(answer).keys() == said.keys()
    assert [item.rank for item in answer.items] == list(range(1, answer.returned + 1))
    assert {item.source for item in answer.items} <= {row.name for row in RECOMMENDERS}
    assert {item.reason.code for item in answer.items} <= {row.reason for row in RECOMMENDERS}
