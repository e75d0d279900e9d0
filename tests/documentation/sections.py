"""Every section of `regulars.toml`: its fields, their defaults and comments, read from the dataclass's source."""

from __future__ import annotations

import ast
import inspect
import io
import textwrap
import tokenize
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any

import msgspec

from data.groups import Groups
from data.mapping.shop import MappingSettings, ShopSettings
from data.mapping.table import DropRule, TableMapping
from data.reading.staging import ReadingSettings
from data.stores.attribution import AttributionSettings
from data.stores.settings import PrivacySettings, StoreSettings
from models.audiences.audience import Audience
from models.bundle.policy import Filter, Policy
from models.clusters.clusters import Clusters
from models.customers.value import ValueSettings
from models.decision.memory import Memory, MemorySettings
from models.interests.interests import Interests
from models.ranker.ranker import Ranker
from models.recommenders import RECOMMENDERS
from models.rhythm.settings import RhythmSettings
from models.segments.people import People
from service.settings import KeySettings, ServiceSettings
from training.settings import Alternative, NightSettings


def nested(name: str, shape: type[Any]) -> Iterator[tuple[str, type[Any]]]:
    """The section, and one inside it for every field that is a section itself."""
    yield f"[{name}]", shape
    for field in fields(shape):
        if is_dataclass(field.default_factory):
            yield from nested(f"{name}.{field.name}", field.default_factory)  # type: ignore[arg-type]


SECTIONS: tuple[tuple[str, type[Any]], ...] = (
    ("[shop]", ShopSettings),
    ("[mapping]", MappingSettings),
    ("[mapping.events]", TableMapping),
    ("[mapping.events.drop.<rule>]", DropRule),
    ("[reading]", ReadingSettings),
    ("[store]", StoreSettings),
    ("[privacy]", PrivacySettings),
    ("[attribution]", AttributionSettings),
    ("[groups]", Groups),
    ("[night]", NightSettings),
    ("[[night.alternatives]]", Alternative),
    ("[policy]", Policy),
    ("[policy.themes.<name>]", Filter),
    ("[memory]", MemorySettings),
    ("[memory.<placement>]", Memory),
    ("[ranker]", Ranker),
    *nested("people", People),
    *nested("value", ValueSettings),
    *nested("rhythm", RhythmSettings),
    *nested("interests", Interests),
    *nested("clusters", Clusters),
    ("[audiences.<name>]", Audience),
    ("[service]", ServiceSettings),
    ("[[service.keys]]", KeySettings),
    *((f"[{row.name}]", type(row.spec)) for row in RECOMMENDERS),
)
"""As they stand in the file, and the dataclass that each becomes."""


def fields_of(shape: type[Any]) -> list[tuple[str, str, str]]:
    """(name, default, comment) of each field in order; the comment is on its line, or the text under it."""
    source = textwrap.dedent(inspect.getsource(shape))
    body, comments = ast.parse(source).body[0], _comments(source)
    assert isinstance(body, ast.ClassDef)
    found: list[tuple[str, str, str]] = []
    for node, after in pairwise([*body.body, ast.Pass()]):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            beside = [comments[line] for line in range(node.lineno, (node.end_lineno or 0) + 1) if line in comments]
            meaning = " ".join(beside) or _text(after)
            found.append((node.target.id, _default(shape, node.target.id), meaning))
    return found


def _comments(source: str) -> dict[int, str]:
    """Line -> its comment."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}


def _text(node: ast.stmt) -> str:
    """The words of a string that stands alone."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return " ".join(str(node.value.value).split())
    return ""


def _default(shape: type[Any], name: str) -> str:
    field = msgspec.inspect.type_info(shape)
    assert isinstance(field, msgspec.inspect.DataclassType | msgspec.inspect.StructType)
    given = next(f for f in field.fields if f.name == name)
    if given.required:
        return "must be given"
    value = given.default if given.default is not msgspec.NODEFAULT else given.default_factory()
    if value in (None, "", (), [], {}):
        return "none"
    return f"`{msgspec.json.encode(value).decode()}`"
