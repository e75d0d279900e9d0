"""The bundle that is being served, with what turns its numbers into the answer's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import numpy as np
import orjson

from models.audiences.evaluate import Scope
from models.audiences.explained import About, about_of
from models.audiences.named import Named, named
from models.bundle.bundle import Bundle
from models.customers.table import EMPTY
from service.fields import Reader, readers, texts
from service.pieces import Entries
from service.pieces import Named as NamedPieces
from service.wording import Wording

REMEMBERED = 20_000  # items whose written pieces a process keeps, about 400 bytes each
FIELD_SETS = 4  # of which a process keeps them for batches
SAMPLE_QUANTILES = (1.0, 0.9, 0.6, 0.3, 0.0)

Pieces = TypeVar("Pieces", NamedPieces, Entries)


@dataclass(frozen=True)
class Served:
    """One reference that a request takes once, so an answer never mixes two bundles."""

    bundle: Bundle
    item_id: Callable[[int], str]
    fields: dict[str, Reader]

    @staticmethod
    def of(bundle: Bundle) -> Served:
        return Served(bundle, texts(bundle.items.id), readers(bundle.items))

    @cached_property
    def quoted(self) -> Callable[[int], str]:
        """An item's id as JSON; a process keeps those it wrote last."""
        return lru_cache(REMEMBERED)(lambda item: orjson.dumps(self.item_id(item)).decode())

    def readers(self, names: Sequence[str]) -> list[tuple[str, Reader]]:
        """(name, reader) of each field asked for, none twice."""
        return [(str(name), self.fields[name]) for name in dict.fromkeys(names)]

    def wording(self, names: Sequence[str]) -> Wording:
        """What writes lists with these fields; the one with titles, which most ask for, is kept."""
        return self._titled if tuple(names) == ("title",) else Wording(self.item_id, self.readers(names), REMEMBERED)

    def pieces(self, kind: type[Pieces], names: Sequence[str]) -> Pieces:
        """What a batch with these fields is written with; a shop of not too many items keeps it for the next batch."""
        key = (kind, tuple(names))
        held = self._pieces.get(key)
        if held is None:
            held = kind(self.item_id, self.readers(names), self.bundle.items.count)
            if self.bundle.items.count <= REMEMBERED:
                if len(self._pieces) >= FIELD_SETS:
                    self._pieces.clear()
                self._pieces[key] = held
        return held

    @cached_property
    def _pieces(self) -> dict[Any, Any]:
        return {}

    @cached_property
    def _titled(self) -> Wording:
        return Wording(self.item_id, self.readers(["title"]), REMEMBERED)

    @cached_property
    def scope(self) -> Scope:
        """What expressions are asked of; without a customer table there is nothing to name."""
        return Scope.of(self.bundle.described or EMPTY)

    @cached_property
    def segments(self) -> list[Named]:
        """Every segment there is, with its size and how many of them may be written to."""
        return named(self.bundle.described or EMPTY, self.bundle.customers.email_consent)

    @cached_property
    def about(self) -> dict[str, About]:
        """What is known of segments beside who is in, by id."""
        return about_of(self.bundle.described or EMPTY, self.bundle.audiences)

    @cached_property
    def as_of(self) -> int:
        """Microseconds since 1970."""
        return round(datetime.fromisoformat(self.bundle.as_of).timestamp() * 1_000_000)

    @cached_property
    def head(self) -> bytes:
        """What every answer says of its bundle, as JSON."""
        return orjson.dumps({"bundle": self.bundle.id, "as_of": self.bundle.as_of})[1:-1]

    @cached_property
    def samples(self) -> list[str]:
        """Ids of a few customers to try, from the one with most orders down to one with a single order."""
        orders = self.bundle.customers.n_orders
        buyers = np.flatnonzero(orders > 0)
        ranked = buyers[np.argsort(orders[buyers], kind="stable")]
        places = sorted({round(quantile * (len(ranked) - 1)) for quantile in SAMPLE_QUANTILES}, reverse=True)
        return [self.bundle.customers.id[int(ranked[place])] for place in places] if len(ranked) else []
