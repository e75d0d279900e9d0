"""A way to a server that may be made slow, or cut."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread


class Proxy:
    """Hands on what comes on `port`, both ways, each piece after `seconds`; nothing at all while `silent`."""

    def __init__(self, to: int) -> None:
        self.seconds, self.silent = 0.0, False
        self._to = to
        self._listens = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listens.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Nobody is let in any more."""
        self._listens.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listens.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                for pair in ((near, far), (far, near)):
                    Thread(target=self._hand_on, args=pair, daemon=True).start()

    def _hand_on(self, of: socket.socket, to: socket.socket) -> None:
        with suppress(OSError), of, to:
            while piece := of.recv(2**16):
                time.sleep(self.seconds)
                while self.silent:
                    time.sleep(0.05)
                to.sendall(piece)


@contextmanager
def proxied(to: int) -> Iterator[Proxy]:
    """A proxy to a port of the loopback."""
    proxy = Proxy(to)
    try:
        yield proxy
    finally:
        proxy.close()
