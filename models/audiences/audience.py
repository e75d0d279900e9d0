"""The shop's own audiences: named in the settings, looked up every night, a membership column of the customer table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from msgspec import Meta

from data.arrays import Bools, Ragged
from data.errors import InputError
from data.settings import SETTINGS_FILE, Settings
from data.strings import Strings
from models.audiences.evaluate import Scope
from models.audiences.grammar import parse
from models.audiences.vocabulary import ALL, AUDIENCE, kinds_of
from models.audiences.words import NotUnderstood
from models.customers.table import FLAG, MEMBERSHIP, Column, CustomerTable, Group, Memberships

COLUMNS = (Column(AUDIENCE, MEMBERSHIP, "", "the shop's own audiences that the customer is in"),)
_NAME = re.compile("[a-z0-9_]+")


@dataclass(frozen=True)
class Audience:
    """One audience of the settings, [audiences.<name>]."""

    where: str  # who is in it, as an expression over columns and segments
    minimum: Annotated[int, Meta(ge=1)] = 1  # customers; one that is smaller is left empty, and says so
    meaning: str = ""  # a sentence for those who choose it


@dataclass(frozen=True)
class Standing:
    """An audience as a night found it. size: who is in, and would be in but for the minimum. problem: why nobody is in,
    "" where nothing stands against it."""

    name: str
    where: str
    minimum: int
    meaning: str
    size: int
    problem: str


def read_audiences(settings: Settings) -> dict[str, Audience]:
    """The sections [audiences.<name>], in the order of the file. Raises InputError for a name with other signs than
    lower-case letters, digits and _, and for an expression that is none; whether its columns exist the night will say.
    """
    audiences: dict[str, Audience] = {}
    for name in settings.section("audiences", dict[str, dict[str, Any]]):
        section = f"{SETTINGS_FILE} [audiences.{name}]"
        if not _NAME.fullmatch(name):
            raise InputError(section, "a name is made of lower-case letters, digits and _")
        audiences[name] = settings.section(f"audiences.{name}", Audience)
        parse(audiences[name].where, f"{section} where")
    return audiences


def with_audiences(
    table: CustomerTable, audiences: Mapping[str, Audience], rows: int
) -> tuple[CustomerTable, tuple[Standing, ...]]:
    """The column `audience` for the table (nothing else), and how each audience stands; one may name those above it.

    What cannot be understood with tonight's columns, is too small, or has the name of a segment that is asked for by
    its name alone, is empty and says why: it stops no night.

    rows: number of customers. Cost: that of the expressions, and 8 bytes per membership.
    """
    members: dict[str, Bools] = {}
    standings: list[Standing] = []
    for name, audience in audiences.items():
        members[name], standing = _found(table, name, audience, members, rows)
        standings.append(standing)
    groups = tuple(Group(AUDIENCE, each.name, each.meaning or each.where) for each in standings)
    column = {AUDIENCE: _memberships(members, rows)} if members else {}
    return CustomerTable({}, {}, column, groups), tuple(standings)


def _found(
    table: CustomerTable, name: str, audience: Audience, before: Mapping[str, Bools], rows: int
) -> tuple[Bools, Standing]:
    try:
        member = Scope.of(table, before).members(audience.where, name)
        size = int(np.count_nonzero(member))
        problem = _taken(table, name) or (
            f"{size} customers, fewer than the minimum of {audience.minimum}" * (size < audience.minimum)
        )
    except NotUnderstood as error:
        member, size, problem = np.zeros(rows, dtype=bool), 0, error.detail
    if problem:
        member = np.zeros(rows, dtype=bool)
    return member, Standing(name, audience.where, audience.minimum, audience.meaning, size, problem)


def _taken(table: CustomerTable, name: str) -> str:
    """Whoever asked for it by its name alone would be given the other segment, whose members may not be written to."""
    taken = name == ALL or kinds_of(table).get(name) == FLAG
    return f"there is another segment {name}, of which it cannot be told; give it another name" * taken


def _memberships(members: Mapping[str, Bools], rows: int) -> Memberships:
    """Every weight is 1; a customer's audiences in the order of the settings."""
    pairs = [np.flatnonzero(member).astype(np.int32) for member in members.values()]
    code = np.arange(len(pairs), dtype=np.int32).repeat([len(each) for each in pairs])
    held = Ragged.of(np.concatenate(pairs), code, rows)
    return Memberships(held, np.ones(len(code), dtype=np.float32), Strings.of(members))
