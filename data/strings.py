"""Texts that can be memory-mapped: one array of UTF-8 bytes and the offsets into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from data.arrays import Bytes, Longs


@dataclass(frozen=True)
class Strings:
    """String i is blob[offsets[i]:offsets[i + 1]]; offsets int64 [n + 1], blob uint8. An empty string is "absent"."""

    offsets: Longs
    blob: Bytes

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def raw(self, i: int) -> bytes:
        """String i as UTF-8."""
        return self.blob[self.offsets[i] : self.offsets[i + 1]].tobytes()

    def __getitem__(self, i: int) -> str:
        return self.raw(i).decode()

    def __iter__(self) -> Iterator[str]:
        return (self[i] for i in range(len(self)))

    @staticmethod
    def of(texts: Iterable[str | None]) -> Strings:
        """From any texts; None becomes the empty string."""
        raw = [(text or "").encode() for text in texts]
        offsets = np.zeros(len(raw) + 1, dtype=np.int64)
        np.cumsum([len(text) for text in raw], out=offsets[1:])
        return Strings(offsets, np.frombuffer(b"".join(raw), dtype=np.uint8))
