"""From the text of an expression to its tree, by recursive descent; docs/audiences.md has the grammar."""

from __future__ import annotations

from collections.abc import Callable

from models.audiences.tree import Comparison, Either, Every, Known, Node, Not, Segment
from models.audiences.words import END, KEYWORD, NAME, NUMBER, SIGN, TEXT, NotUnderstood, Word, words_of

DEEPEST = 50
"""Brackets and `not` inside each other."""
MOST_CONDITIONS = 100
SIGNS = ("=", "!=", "<", "<=", ">", ">=")
_MEANT = {"==": "=", "<>": "!=", "=<": "<=", "=>": ">=", "!": "not"}


def parse(expression: str, field: str = "expression") -> Node:
    """The tree of an expression. Raises NotUnderstood, naming `field`, the character, the word and what is right."""
    try:
        reader = _Reader(words_of(expression))
        tree = reader.either()
        if reader.word.kind != END:
            raise reader.word.wrong("here 'and', 'or' or the end is wanted")
    except NotUnderstood as error:
        raise error.named(field) from None
    return tree


class _Reader:
    """Where in the words it is, how deep, and how many conditions it has met."""

    def __init__(self, words: list[Word]) -> None:
        self._words = words
        self._next = 0
        self._depth = 0
        self._conditions = 0

    @property
    def word(self) -> Word:
        return self._words[self._next]

    def either(self) -> Node:
        """expression = all, { "or", all }"""
        parts = self._parted("or", self._every)
        return parts[0] if len(parts) == 1 else Either(parts)

    def _every(self) -> Node:
        parts = self._parted("and", self._one)
        return parts[0] if len(parts) == 1 else Every(parts)

    def _parted(self, keyword: str, read: Callable[[], Node]) -> tuple[Node, ...]:
        parts = [read()]
        while self._took(KEYWORD, keyword):
            parts.append(read())
        return tuple(parts)

    def _one(self) -> Node:
        """A condition, the opposite of one, or an expression in brackets."""
        begins = self.word
        inverted = self._took(KEYWORD, "not")
        if not inverted and not self._took(SIGN, "("):
            return self._condition()
        self._depth += 1
        if self._depth > DEEPEST:
            raise begins.wrong(f"brackets and 'not' go at most {DEEPEST} deep")
        part = Not(self._one()) if inverted else self.either()
        if not inverted:
            self._want(SIGN, ")", f"the bracket opened at character {begins.at} is not closed")
        self._depth -= 1
        return part

    def _condition(self) -> Node:
        first = self._take((NAME, TEXT), "a segment or a column is wanted")
        self._conditions += 1
        if self._conditions > MOST_CONDITIONS:
            raise first.wrong(f"an expression has at most {MOST_CONDITIONS} conditions")
        if self.word.text == ":" and self.word.kind == SIGN:
            self._next += 1
            return Segment(_column(first), self._take((NAME, TEXT, NUMBER), "the name of a segment is wanted"))
        if self.word.kind == SIGN and self.word.text not in (")", "(", ","):
            return Comparison(_column(first), self._sign(), (self._value(),))
        if self.word.kind == KEYWORD and self.word.text not in ("and", "or"):
            return self._worded(_column(first))
        return Segment(None, first)

    def _worded(self, column: Word) -> Node:
        """[ "not" ] "in" ..., [ "not" ] "between" ..., "is" [ "not" ] "known"."""
        of_being = self._took(KEYWORD, "is")
        inverted = self._took(KEYWORD, "not")
        found = self._known(column) if of_being else self._ranged(column)
        return Not(found) if inverted else found

    def _known(self, column: Word) -> Node:
        self._want(KEYWORD, "known", "after 'is' or 'is not' only 'known' is said")
        return Known(column)

    def _ranged(self, column: Word) -> Node:
        if self._took(KEYWORD, "between"):
            low = self._value()
            self._want(KEYWORD, "and", "between wants two numbers: between 30 and 90")
            return Comparison(column, "between", (low, self._value()))
        self._want(KEYWORD, "in", "here 'in', 'between', 'and', 'or' or a comparison is wanted")
        self._want(SIGN, "(", "in wants a list in brackets: in (cooling, lapsed)")
        values = [self._value()]
        while self._took(SIGN, ","):
            values.append(self._value())
        self._want(SIGN, ")", "here ',' or ')' is wanted")
        return Comparison(column, "in", tuple(values))

    def _sign(self) -> str:
        sign = self._take((SIGN,), "a comparison is wanted")
        if sign.text not in SIGNS:
            meant = _MEANT.get(sign.text)
            raise sign.wrong(f"write {meant}" if meant else f"comparisons are {' '.join(SIGNS)}")
        return sign.text

    def _value(self) -> Word:
        return self._take((NUMBER, NAME, TEXT), "a number or a name is wanted")

    def _take(self, kinds: tuple[str, ...], otherwise: str) -> Word:
        if self.word.kind not in kinds:
            raise self.word.wrong(_reserved(self.word, otherwise))
        self._next += 1
        return self._words[self._next - 1]

    def _took(self, kind: str, text: str) -> bool:
        found = self.word.kind == kind and self.word.text == text
        self._next += found
        return found

    def _want(self, kind: str, text: str, otherwise: str) -> None:
        if not self._took(kind, text):
            raise self.word.wrong(otherwise)


def _column(word: Word) -> Word:
    if word.kind == TEXT:
        raise word.wrong("a column's name stands without quotes")
    return word


def _reserved(word: Word, otherwise: str) -> str:
    if word.kind != KEYWORD:
        return otherwise
    return f'{otherwise}; a name that is a word of this language stands in quotes: "{word.raw}"'
