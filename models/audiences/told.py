"""What the shop itself says of its customers, as columns: the country, consent to mail, its own attributes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import count
from unicodedata import normalize

import numpy as np

from data.arrays import ABSENT
from data.facts.facts import Attributes, Customers, Labels
from data.strings import Strings
from models.audiences.vocabulary import AUDIENCE
from models.audiences.words import KEYWORDS
from models.customers.table import FLAG, LABEL, Column, CustomerTable

COUNTRY, CONSENT = "country", "email_consent"
COLUMNS = (
    Column(COUNTRY, LABEL, "", "the customer's country, as the shop writes it"),
    Column(CONSENT, FLAG, "", "whether the customer said yes to mail; unknown is no"),
)
"""Beside them a label column for each attribute of few values."""
_PREFIX = "attribute"
LONGEST = 60  # signs of a column's name that come from the attribute's


def told_of(customers: Customers, taken: Container[str] = ()) -> CustomerTable:
    """Columns `country`, `email_consent` and one label column per attribute, named as `column_names` says.

    taken: names of the table's other columns. Cost: one pass over the attributes per attribute.
    """
    labels = {COUNTRY: customers.country} if len(customers.country.name) else {}
    if customers.attributes:
        labels |= _attributes(customers.attributes, customers.count, taken)
    return CustomerTable({CONSENT: customers.email_consent}, labels, {})


def column_names(attributes: list[str], taken: Container[str] = ()) -> dict[str, str]:
    """Attribute -> its column: lower-case letters, digits and _ ("Loyalty tier" -> loyalty_tier).

    Where another column or the language has that name, `attribute_` stands before it, and then a number behind it.
    """
    found: dict[str, str] = {}
    used = {"customer_id", COUNTRY, CONSENT, AUDIENCE, *KEYWORDS}
    for attribute in attributes:
        name = next(name for name in _possible(attribute) if name not in used and name not in taken)
        used.add(name)
        found[attribute] = name
    return found


def _possible(attribute: str) -> Iterator[str]:
    plain = normalize("NFKD", attribute.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub("[^a-z0-9]+", "_", plain).strip("_")[:LONGEST]
    if slug and not slug.isdigit():
        yield slug
    prefixed = f"{_PREFIX}_{slug}" if slug else _PREFIX
    yield prefixed
    yield from (f"{prefixed}_{number}" for number in count(2))


def _attributes(told: Attributes, rows: int, taken: Container[str]) -> dict[str, Labels]:
    """A column per attribute; of a customer with two values of one attribute the last counts."""
    pairs = [text.partition("=")[::2] for text in told.name]
    columns = column_names(list(dict.fromkeys(attribute for attribute, _ in pairs)), taken)
    row = np.arange(rows, dtype=np.int32).repeat(np.diff(told.held.offsets))
    labels: dict[str, Labels] = {}
    for attribute, column in columns.items():
        mine = [place for place, (other, _) in enumerate(pairs) if other == attribute]
        code_of = np.full(len(pairs), ABSENT, dtype=np.int32)
        code_of[mine] = np.arange(len(mine))
        code = code_of[told.held.values]
        held = np.full(rows, ABSENT, dtype=np.int32)
        held[row[code >= 0]] = code[code >= 0]
        labels[column] = Labels(held, Strings.of(pairs[place][1] for place in mine))
    return labels
