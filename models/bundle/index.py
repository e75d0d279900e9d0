"""Outside ids to numbers: a sorted array of hashes, which all workers share, instead of a dict each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from data.arrays import ABSENT, Bools, Ints
from data.strings import Strings

Hashes = NDArray[np.uint32]
FEW = 16  # ids from which on one pass over all of them is faster than a search each


@dataclass(frozen=True)
class Index:
    """hash uint32 [ids], ascending; number int32 [ids], which id each hash belongs to.

    CRC-32 is the cheapest hash at hand; ids that share one (30 pairs in 500,000) stand side by side and are compared.
    """

    hash: Hashes
    number: Ints

    @staticmethod
    def of(ids: Strings) -> Index:
        """Cost: one hash of 0.1 µs per id and one sort."""
        hashes = np.fromiter((crc32(ids.raw(i)) for i in range(len(ids))), np.uint32, len(ids))
        order = np.argsort(hashes, kind="stable")
        return Index(hashes[order], order.astype(np.int32))

    def numbers(self, wanted: Sequence[str], ids: Strings) -> Ints:
        """The number of each wanted id, int32, -1 where there is none; `ids` are those the index was made of."""
        raw = [text.encode("utf-8", "replace") for text in wanted]
        if len(raw) < FEW or not len(ids.blob):
            hashes = list(map(crc32, raw))
            at = [bisect_left(self.hash.data, hash_) for hash_ in hashes]
            return np.array(self._verified(at, hashes, raw, ids), dtype=np.int32)
        return self._all(raw, ids)

    def _all(self, raw: list[bytes], ids: Strings) -> Ints:
        """All of them in one pass; what shares its hash with another id is looked at alone."""
        hashes = np.fromiter(map(crc32, raw), np.uint32, len(raw))
        at = np.searchsorted(self.hash, hashes)
        number = self.number.take(at, mode="clip")
        found = np.where(_same(raw, number, ids), number, np.int32(ABSENT))
        for row in ((found < 0) & (self.hash.take(at, mode="clip") == hashes)).nonzero()[0].tolist():
            found[row] = self._verified([int(at[row])], [int(hashes[row])], [raw[row]], ids)[0]
        return found

    def _verified(self, at: list[int], hashes: list[int], raw: list[bytes], ids: Strings) -> list[int]:
        """The number at each place if its id really is the wanted one; a memoryview is indexed faster than an array."""
        hash_, number, offsets, blob = self.hash.data, self.number.data, ids.offsets.data, ids.blob.data
        found = [ABSENT] * len(raw)
        for row, (first, wanted, text) in enumerate(zip(at, hashes, raw, strict=True)):
            place = first
            while place < len(hash_) and hash_[place] == wanted:
                candidate = number[place]
                if bytes(blob[offsets[candidate] : offsets[candidate + 1]]) == text:
                    found[row] = candidate
                    break
                place += 1
        return found


def _same(raw: list[bytes], number: Ints, ids: Strings) -> Bools:
    """bool [raw]: whether each text is the id of the number beside it; all bytes of all are compared at once."""
    length = np.fromiter(map(len, raw), np.int64, len(raw))
    begins = ids.offsets[number]
    same = ids.offsets[number + 1] - begins == length
    place = np.arange(int(length.sum())) + (begins - length.cumsum() + length).repeat(length)
    other = ids.blob.take(place, mode="clip") != np.frombuffer(b"".join(raw), dtype=np.uint8)
    same[np.arange(len(raw)).repeat(length)[other]] = False
    return same
