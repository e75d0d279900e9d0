"""The client of the speed figures: it counts every answered customer, and takes no broken answer for a whole one."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from benchmarks.load import END, Asking, batch
from benchmarks.serving import BATCHES, TIMES, streams

LINE = b'{"customer_id":"c1","items":["i]}\\n"],"scores":[0.5]}\n'
FIELDS = b'{"item_fields":{"i1":{"title":"mug"}}}\n'


def answer_of(*pieces: bytes) -> bytes:
    """As a server writes it that does not know the length beforehand."""
    framed = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + framed + b"0\r\n\r\n"


@contextmanager
def answering(answer: bytes, at_once: int) -> Iterator[Asking]:
    """A server for one request, that sends `at_once` bytes at a time."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            link, _ = server.accept()
            with link:
                link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                link.recv(1 << 16)
                for first in range(0, len(answer), at_once):
                    link.sendall(answer[first : first + at_once])

        thread = Thread(target=serve)
        thread.start()
        yield Asking(server.getsockname()[1])
        thread.join()


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 50, 1 << 16])
def test_every_customer_is_counted_wherever_the_answer_is_cut(at_once: int) -> None:
    with answering(answer_of(b'{"bundle":"b"}\n', FIELDS + LINE * 3, LINE), at_once) as asking:
        assert batch(asking, "/recommend/batch", b"{}\n") == 4


def test_an_answer_that_breaks_off_is_refused() -> None:
    whole = answer_of(LINE, LINE)
    with answering(whole[: -len(END)], 50) as asking, pytest.raises(ValueError, match="broke off"):
        batch(asking, "/recommend/batch", b"{}\n")


def test_an_answer_with_another_status_is_refused() -> None:
    with answering(b"HTTP/1.1 401 Unauthorized\r\n\r\n", 50) as asking, pytest.raises(ValueError, match="401"):
        batch(asking, "/recommend/batch", b"{}\n")


def test_the_streams_ask_for_every_customer_as_often_as_said_and_are_equally_long() -> None:
    lines = [f"{number}\n" for number in range(4 * BATCHES + 3)]
    bodies = streams(lines)
    assert sorted("".join(body.decode() for body in bodies).split()) == sorted("".join(lines * TIMES).split())
    assert max(body.count(b"\n") for body in bodies) - min(body.count(b"\n") for body in bodies) <= 1
