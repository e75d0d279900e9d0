"""What the names of an expression mean in one customer table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.audiences.words import Word, no_such, quoted
from models.customers.table import COUNT, FLAG, LABEL, MEMBERSHIP, NUMBER, CustomerTable

AUDIENCE = "audience"
"""The membership column of the shop's own audiences."""
ALL = "all"
"""The id of everybody, a segment that no column holds."""
WRITTEN = {
    NUMBER: "a column of numbers; compare it: {0} > 10",
    COUNT: "a column of counts; compare it: {0} >= 3",
    FLAG: "a flag; write {0} or not {0}",
    LABEL: "a column of names; write {0}:name or {0} = name",
    MEMBERSHIP: "a column of several names; write {0}:name or {0} in (name, name)",
}
"""By kind: how a column may stand in an expression."""


@dataclass(frozen=True)
class Vocabulary:
    """kinds: column -> kind. codes: label or membership column -> name -> code. homes: name -> columns that have it."""

    kinds: dict[str, str]
    codes: dict[str, dict[str, int]]
    homes: dict[str, list[str]]

    @staticmethod
    def of(table: CustomerTable, audiences: Iterable[str] = ()) -> Vocabulary:
        """Of the table, and of audiences that are known beside it. Cost: one look at every name."""
        codes = {column: _codes(labels.name) for column, labels in table.labels.items()}
        codes |= {column: _codes(found.name) for column, found in table.memberships.items()}
        further = _codes(audiences)
        if further:
            codes[AUDIENCE] = further
        homes: dict[str, list[str]] = {}
        for column, names in codes.items():
            for name in names:
                homes.setdefault(name, []).append(column)
        kinds = kinds_of(table) | ({AUDIENCE: MEMBERSHIP} if further else {})
        return Vocabulary(kinds, codes, homes)

    def kind(self, column: Word, *wanted: str) -> str:
        """The kind of a column, one of those wanted if any are. Raises NotUnderstood."""
        kind = self.kinds.get(column.text)
        if kind is None:
            raise no_such("column", column, self.kinds)
        if wanted and kind not in wanted:
            raise column.wrong(written_as(kind, column.text))
        return kind

    def code(self, column: str, label: Word) -> int:
        """The code of a label of the column. Raises NotUnderstood."""
        code = self.codes[column].get(label.text)
        if code is None:
            raise no_such(f"name in {column}", label, self.codes[column])
        return code

    def home(self, word: Word) -> str:
        """The column that a word without a column means: a flag itself, or where the label is. Raises NotUnderstood."""
        homes = [f"{column}:{quoted(word.text)}" for column in self.homes.get(word.text, [])]
        kind = self.kinds.get(word.text)
        if len(homes) + (kind is not None) > 1:
            written = {FLAG: f"{word.text} = true"}.get(kind or "")
            raise word.wrong(f"this may mean {' or '.join([*([written] if written else []), *homes])}{_beside(kind)}")
        if homes:
            return self.homes[word.text][0]
        if kind is None:
            raise no_such("segment or column", word, [*self.kinds, *self.homes])
        self.kind(word, FLAG)
        return word.text


def written_as(kind: str, column: str) -> str:
    """What to say where a column stands otherwise than its kind can."""
    return f"this is {WRITTEN[kind].format(column)}"


def kinds_of(table: CustomerTable) -> dict[str, str]:
    """The kind of every column, by name."""
    numbers = {"b": FLAG, "i": COUNT, "f": NUMBER}
    return (
        {name: numbers[column.dtype.kind] for name, column in table.numbers.items()}
        | dict.fromkeys(table.labels, LABEL)
        | dict.fromkeys(table.memberships, MEMBERSHIP)
    )


def _codes(names: Iterable[str]) -> dict[str, int]:
    return {name: code for code, name in enumerate(names)}


def _beside(kind: str | None) -> str:
    """There is a column of this name too, which is no flag."""
    return f"; there is a column of this name too, of kind {kind}" if kind and kind != FLAG else ""
