"""Every table of the code stands in docs/ as it is."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from regulars.sections import known_sections
from tests.documentation.blocks import BLOCKS, blocks_in, pages, renewed
from tests.documentation.sections import SECTIONS, fields_of

ROOT = Path(__file__).parents[2]
ROOMS = ("data", "models", "training", "service", "regulars")


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_says_what_the_code_says(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == renewed(page), "run `make docs`"


def test_every_table_stands_in_exactly_one_page() -> None:
    assert sorted(name for page in pages() for name in blocks_in(page)) == sorted(BLOCKS)


@pytest.mark.parametrize(("section", "shape"), SECTIONS, ids=[name for name, _ in SECTIONS])
def test_every_setting_says_what_it_sets(section: str, shape: type) -> None:
    fields = fields_of(shape)
    assert {name for name, _, _ in fields} == set(shape.__annotations__)
    assert not [name for name, _, meaning in fields if not meaning]


def test_every_section_that_the_code_reads_is_documented() -> None:
    documented = {part for name, _ in SECTIONS for part in name.strip("[]").split(".")}
    assert _sections_read() <= documented | {"items", "customers"}  # as [mapping.events]


def test_every_documented_section_may_be_written_and_no_other() -> None:
    assert {name.strip("[]").split(".")[0] for name, _ in SECTIONS} == known_sections()


def _sections_read() -> set[str]:
    """First argument of every call of `.section("name", ...)` in the rooms."""
    files = (file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    calls = (node for node in nodes if isinstance(node, ast.Call))
    named = (c.args[0] for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr == "section" and c.args)
    return {str(argument.value) for argument in named if isinstance(argument, ast.Constant)}
