"""A small client: keep-alive connections that ask as fast as they can, or at a fixed rate; and what a process costs."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

CONNECTIONS = 16
PIECE = 1 << 20


@dataclass(frozen=True)
class Asking:
    """Where to ask, and what every request carries."""

    port: int
    headers: str = ""

    def get(self, path: str) -> bytes:
        """The bytes of a GET request."""
        return f"GET {path} HTTP/1.1\r\nHost: x\r\n{self.headers}\r\n".encode()

    def connect(self) -> socket.socket:
        """A connection without delays."""
        link = socket.create_connection(("127.0.0.1", self.port))
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return link


def answer(link: socket.socket, request: bytes) -> bytes:
    """Send the request and read its answer, told by its length. Raises ValueError for any status but 200."""
    link.sendall(request)
    head, _, body = link.recv(PIECE).partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise ValueError(head.decode())
    length = int(re.findall(rb"content-length: (\d+)", head.lower())[0])
    while len(body) < length:
        body += link.recv(PIECE)
    return body


def flood(asking: Asking, paths: Sequence[str], requests: int) -> float:
    """Ask `requests` times over all connections at once; the seconds it took."""

    def ask(own: Sequence[bytes]) -> None:
        with asking.connect() as link:
            for _, request in zip(range(requests // CONNECTIONS), cycle(own), strict=False):
                answer(link, request)

    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(ask, _dealt(asking, paths)))
    return time.perf_counter() - began


def at_rate(asking: Asking, paths: Sequence[str], rate: int, seconds: float) -> list[float]:
    """Ask at a fixed rate, late or not; the seconds from when each request was due to its answer, sorted."""
    start = time.perf_counter() + 0.2

    def ask(dealt: tuple[int, Sequence[bytes]]) -> list[float]:
        first, own = dealt
        took: list[float] = []
        with asking.connect() as link:
            for place, request in zip(range(first, int(rate * seconds), CONNECTIONS), cycle(own), strict=False):
                due = start + place / rate
                time.sleep(max(due - time.perf_counter(), 0))
                answer(link, request)
                took.append(time.perf_counter() - due)
        return took

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        return sorted(second for took in threads.map(ask, enumerate(_dealt(asking, paths))) for second in took)


def _dealt(asking: Asking, paths: Sequence[str]) -> list[list[bytes]]:
    return [[asking.get(path) for path in paths[start::CONNECTIONS] or paths] for start in range(CONNECTIONS)]


def batch(asking: Asking, path: str, lines: bytes) -> tuple[float, int]:
    """(seconds until the last byte of the answer, lines of the answer) of one batch."""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n{asking.headers}"
    began, found, end = time.perf_counter(), 0, b""
    with asking.connect() as link:
        link.sendall(f"{head}Content-Length: {len(lines)}\r\n\r\n".encode() + lines)
        while end != b"\r\n0\r\n\r\n":
            piece = link.recv(PIECE)
            found += piece.count(b"}\n")
            end = (end + piece[-7:])[-7:]
    return time.perf_counter() - began, found


def cpu_seconds(pid: int) -> float:
    """What all threads of a process have used of the processors, to the nanosecond."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def shared_megabytes(pids: Sequence[int]) -> float:
    """Proportional set size of some processes: memory that several share counts once."""
    rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(kilobytes) for text in rollups for kilobytes in re.findall(r"^Pss:\s+(\d+)", text, re.M)) / 1024
