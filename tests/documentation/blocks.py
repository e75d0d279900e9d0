"""The parts of docs/ that are made from code, each between a pair of marks in a page that people write."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask

from data.checks import CHECKS
from data.facts.definitions import DEFINITIONS
from data.presets import PRESETS
from data.sources import SOURCES
from models.bundle.shelf import Shelf
from models.customers.columns import COLUMNS
from models.decision.area import STREAMS
from models.decision.exclusions import EXCLUSIONS
from models.decision.placements import PLACEMENTS, STRATEGIES, VOICES
from models.metrics.table import METRICS
from models.ranker.generators import GENERATORS
from models.recommenders import RECOMMENDERS
from models.segments import SEGMENTS
from regulars.command import COMMANDS
from service.app import create_app
from service.day import Day
from service.door import Door
from service.fields import FIELDS
from service.openapi import document
from service.reload import Live
from service.settings import ServiceSettings
from tests.documentation.sections import SECTIONS, fields_of
from training.evaluating.tasks import TASKS
from training.evaluating.yardsticks import YARDSTICKS

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"(<!-- made from code: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _commands() -> str:
    return "\n".join(_command(row.name, row.does, row.flags) for row in COMMANDS)


def _command(name: str, does: str, flags: Callable[[argparse.ArgumentParser], None]) -> str:
    part = argparse.ArgumentParser(add_help=False)
    flags(part)
    rows = [(f"`{' '.join(a.option_strings) or a.metavar or a.dest}`", a.help or "") for a in part._actions]
    return f"### `regulars {name}`\n\n{does[0].upper()}{does[1:]}.\n\n{_table(('flag', 'meaning'), rows)}"


def _settings() -> str:
    return "\n".join(f"### `{name}`\n\n{_section(shape)}" for name, shape in SECTIONS)


def _section(shape: type[Any]) -> str:
    rows = [(f"`{field}`", default, meaning) for field, default, meaning in fields_of(shape)]
    return _table(("setting", "default", "meaning"), rows)


def serves_nothing() -> Flask:
    """The application, without a bundle."""
    settings = ServiceSettings()
    return create_app(Day(Live(Shelf(Path("no bundle here"))), Door(settings), settings, b"of no use"))


def described() -> dict[str, Any]:
    """The OpenAPI document."""
    return document(serves_nothing())


def _routes() -> str:
    paths = described()["paths"].items()
    rows = [
        (f"`{method.upper()} {path}`", operation.get("x-scope", "none"), operation["summary"])
        for path, operations in paths
        for method, operation in operations.items()
    ]
    return _table(("address", "key's scope", "answers"), rows)


def _arguments() -> str:
    asked = described()["paths"]["/recommend"]["get"]["parameters"]
    rows = [(f"`{one['name']}`", _usual(one["schema"].get("default")), one["description"]) for one in asked]
    return _table(("argument", "default", "meaning"), rows)


def _usual(default: Any) -> str:
    return "none" if default in (None, [], "") else f"`{json.dumps(default)}`"


def _generators() -> str:
    rows = [
        (f"`{row.name}`", f"`{row.recommender}`", _code(f"{name} = {value}" for name, value in row.settings.items()),
         f"`{row.context}`", f"{row.most:,} customers" if row.most else "any number")
        for row in GENERATORS
    ]  # fmt: skip
    return _table(("generator", "recommender", "settings of its own", "goes with", "up to"), rows)


BLOCKS: dict[str, Callable[[], str]] = {
    "commands": _commands,
    "settings": _settings,
    "sources": lambda: _table(("source", "such as"), [(f"`{row.name}`", f"`{row.example}`") for row in SOURCES]),
    "presets": lambda: _table(("preset", "export"), [(f"`{name}`", row.title) for name, row in PRESETS.items()]),
    "checks": lambda: _table(
        ("finding", "level", "says", "costs, or unlocks"), [(f"`{r.name}`", r.level, r.says, r.costs) for r in CHECKS]
    ),
    "facts": lambda: _table(("fact", "a row is"), [(f"`{row.name}`", row.meaning) for row in DEFINITIONS]),
    "recommenders": lambda: _table(
        ("recommender", "reason code", "names"), [(f"`{r.name}`", f"`{r.reason}`", r.meaning) for r in RECOMMENDERS]
    ),
    "generators": _generators,
    "exclusions": lambda: _table(("rule", "leaves out what"), [(f"`{r.name}`", r.meaning) for r in EXCLUSIONS]),
    "strategies": lambda: _table(
        ("strategy", "recommenders asked", "shows"), [(f"`{r.name}`", _code(r.sources), r.meaning) for r in STRATEGIES]
    ),
    "voices": lambda: _table(
        ("voice", "weight", "says"), [(f"`{r.source}`", str(r.weight), r.meaning) for r in VOICES]
    ),
    "placements": lambda: _table(
        ("placement", "strategy", "then filled from", "is"),
        [(f"`{r.name}`", f"`{r.strategy}`", _code(r.fallbacks), r.meaning) for r in PLACEMENTS],
    ),
    "streams": lambda: _table(
        ("row", "title", "strategy", "items"), [(f"`{r.name}`", r.title, f"`{r.strategy}`", str(r.n)) for r in STREAMS]
    ),
    "metrics": lambda: _table(("metric", "meaning"), [(f"`{row.name}`", row.meaning) for row in METRICS]),
    "tasks": lambda: _table(("task", "asks for"), [(f"`{row.name}`", row.meaning) for row in TASKS]),
    "yardsticks": lambda: _table(("yardstick", "ranks"), [(f"`{row.name}`", row.meaning) for row in YARDSTICKS]),
    "columns": lambda: _table(
        ("column", "kind", "unit", "says"), [(f"`{r.name}`", r.kind, r.unit, r.meaning) for r in COLUMNS]
    ),
    "segments": lambda: _table(("segment", "who", "rule"), [(f"`{r.id}`", r.meaning, r.rule) for r in SEGMENTS]),
    "routes": _routes,
    "arguments": _arguments,
    "fields": lambda: _table(("field", "holds"), [(f"`{name}`", meaning) for name, _, meaning in FIELDS]),
}
"""One per table of the code; every one stands in exactly one page."""


def pages() -> list[Path]:
    """The pages of docs/ and the README."""
    return [*sorted(DOCS.glob("*.md")), DOCS.parent / "README.md"]


def blocks_in(page: Path) -> list[str]:
    """Names of the blocks in the page, in order."""
    return [match[2] for match in _BLOCK.finditer(page.read_text(encoding="utf-8"))]


def renewed(page: Path) -> str:
    """The page's text with every block made anew."""
    return _BLOCK.sub(lambda m: f"{m[1]}{BLOCKS[m[2]]()}{m[3]}", page.read_text(encoding="utf-8"))
