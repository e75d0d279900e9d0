"""The words of an expression, and the one error that an expression can lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from data.errors import InputError, nearest

LONGEST = 2_000
"""Characters of an expression."""
LONGEST_ECHO = 40
MOST_NAMES = 2_000  # that are looked through for the nearest one

NAME, NUMBER, TEXT, SIGN, KEYWORD, END = "name", "number", "text", "sign", "keyword", "end"
KEYWORDS = frozenset({"and", "or", "not", "in", "between", "is", "known"})

_WORD = re.compile(
    r"""(?P<text>"(?:[^"]|"")*"|'(?:[^']|'')*')"""
    r"""|(?P<number>-?[0-9]+(?:\.[0-9]+)?%?(?![\w.%]))"""
    r"""|(?P<name>\w(?:[\w-]*\w)?)"""
    r"""|(?P<sign>[<>=!]+|[():,])"""
)
_SPACE = re.compile(r"\s*")


class NotUnderstood(InputError):
    """What is wrong with an expression. at: the character, from 1; word: what stands there, "" at the end."""

    def __init__(self, field: str, at: int, word: str, detail: str) -> None:
        shown = f"'{shortened(word)}'" if word else "the end"
        super().__init__(field, f"character {at}, {shown}: {detail}")
        self.at = at
        self.word = word
        self._plain = detail

    def named(self, field: str) -> NotUnderstood:
        """The same, with the field that the expression came in."""
        return NotUnderstood(field, self.at, self.word, self._plain)


@dataclass(frozen=True)
class Word:
    """kind: NAME, NUMBER, TEXT, SIGN, KEYWORD or END. raw: as it was written; text: what it says, without quotes.
    at: its first character, from 1."""

    kind: str
    raw: str
    text: str
    at: int

    def wrong(self, detail: str) -> NotUnderstood:
        """The error at this word; whoever knows where the expression comes from names the field."""
        return NotUnderstood("expression", self.at, self.raw, detail)


def words_of(expression: str) -> list[Word]:
    """The words, END last. Raises NotUnderstood for a sign that means nothing and for what is too long."""
    if len(expression) > LONGEST:
        detail = f"an expression has at most {LONGEST:,} characters, this one has {len(expression):,}"
        raise NotUnderstood("expression", LONGEST + 1, expression[LONGEST:], detail)
    words: list[Word] = []
    at = _after_space(expression, 0)
    while at < len(expression):
        found = _WORD.match(expression, at)
        if found is None:
            sign = expression[at]
            detail = "this quote is not closed" if sign in "\"'" else "this sign means nothing here"
            raise NotUnderstood("expression", at + 1, sign, detail)
        words.append(_word(found.lastgroup or "", found[0], at + 1))
        at = _after_space(expression, found.end())
    return [*words, Word(END, "", "", len(expression) + 1)]


def _word(kind: str, raw: str, at: int) -> Word:
    if kind == TEXT:
        return Word(kind, raw, raw[1:-1].replace(raw[0] * 2, raw[0]), at)
    if kind == NAME and raw.lower() in KEYWORDS:
        return Word(KEYWORD, raw, raw.lower(), at)
    return Word(kind, raw, raw, at)


def _after_space(expression: str, at: int) -> int:
    space = _SPACE.match(expression, at)
    return space.end() if space else at


def no_such(what: str, word: Word, names: Iterable[str]) -> NotUnderstood:
    """The error for a name that does not exist: the nearest one that does."""
    known = list(islice(names, MOST_NAMES))
    near = f"; the nearest is {nearest(shortened(word.text), known)}" if known else ", there are none"
    return word.wrong(f"no such {what}{near}")


def shortened(text: str) -> str:
    """As much of a text as an error repeats."""
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}..."


def quoted(name: str) -> str:
    """A name as an expression takes it: in quotes where it is no plain word."""
    found = _WORD.fullmatch(name)
    plain = found is not None and found.lastgroup in (NAME, NUMBER) and name.lower() not in KEYWORDS
    return name if plain else '"{}"'.format(name.replace('"', '""'))
