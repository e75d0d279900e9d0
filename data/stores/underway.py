"""How far a sequence has settled that many draw from at once, each number being drawn before it can be seen."""

from __future__ import annotations

import threading
from collections.abc import Set


class Settled:
    """Safe for threads. A look: `begin`, then the newest number, then who is writing, then `upto`."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._begun, self._upto = 0, 0
        self._newest, self._writing, self._remembered = 0, set[str](), 0

    def begin(self) -> int:
        """The number of this look."""
        with self._turn:
            self._begun += 1
            return self._begun

    def upto(self, look: int, newest: int, writing: Set[str]) -> int:
        """Up to this number everything can be seen: whoever wrote when it was the newest has ended since."""
        with self._turn:
            if not writing:
                self._upto = max(self._upto, newest)
            if look > self._remembered and not self._writing & writing:
                self._upto = max(self._upto, self._newest)
                self._newest, self._writing, self._remembered = newest, set(writing), self._begun
            return self._upto
