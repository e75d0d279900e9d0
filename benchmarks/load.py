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

import numpy as np

CONNECTIONS = 16
PIECE = 1 << 20
OK = b"HTTP/1.1 200"
END = b"\r\n0\r\n\r\n"  # of an answer that comes in pieces


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
    _expect_200(head)
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


def batch(asking: Asking, path: str, lines: bytes) -> int:
    """For how many customers a batch was answered, read to the end of the answer; without looking into the lines, as
    the client runs on the processors of the service. Raises ValueError for any status but 200 and for an answer that
    breaks off.
    """
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n{asking.headers}"
    received = np.zeros(len(END) + PIECE, dtype=np.uint8)  # the end of the piece before, then a piece
    room, found = received[len(END) :].data, 0
    with asking.connect() as link:
        link.sendall(f"{head}Content-Length: {len(lines)}\r\n\r\n".encode() + lines)
        _expect_200(link.recv(len(OK), socket.MSG_PEEK | socket.MSG_WAITALL))
        while received[: len(END)].tobytes() != END:
            length = link.recv_into(room)
            if not length:
                raise ValueError("the answer broke off")
            found += _customers(received[: len(END) + length])
            received[: len(END)] = received[length : len(END) + length].copy()
    return found


def _customers(received: np.ndarray) -> int:
    """How many lines with a list end here, in both forms with `]}`; the first END bytes were counted before."""
    newline = np.flatnonzero(received[len(END) :] == ord("\n")) + len(END)
    return int(((received[newline - 1] == ord("}")) & (received[newline - 2] == ord("]"))).sum())


def _expect_200(head: bytes) -> None:
    if not head.startswith(OK):
        raise ValueError(head.decode())


def cpu_seconds(pid: int) -> float:
    """What all threads of a process have used of the processors, to the nanosecond."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def shared_megabytes(pids: Sequence[int]) -> float:
    """Proportional set size of some processes: memory that several share counts once."""
    rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(kilobytes) for text in rollups for kilobytes in re.findall(r"^Pss:\s+(\d+)", text, re.M)) / 1024
