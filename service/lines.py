"""A JSON Lines body, read in bounded memory: set aside on disk, then handed on in chunks of lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import compress, islice
from tempfile import TemporaryFile
from typing import IO, Annotated

import msgspec
from msgspec import Meta

from service.api.arguments import MOST_IDS, BatchLine
from service.border import LONGEST_ID
from service.errors import Problem, fault, refused
from service.parsing import from_json, parsed

CHUNK = 500  # lines decided together
IN_MEMORY = 8 * 2**20
LONGEST_LINE = 256 * 2**10
PIECE = 2**16
NUL = b"\\u0000"


class Plain(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A line as most are written, its ids as text: read five times faster than a BatchLine, and meaning the same."""

    customer_id: Annotated[str, Meta(max_length=LONGEST_ID)] = ""
    item_id: Annotated[tuple[Annotated[str, Meta(max_length=LONGEST_ID)], ...], Meta(max_length=MOST_IDS)] = ()
    exclude: Annotated[tuple[Annotated[str, Meta(max_length=LONGEST_ID)], ...], Meta(max_length=MOST_IDS)] = ()


_decoder = msgspec.json.Decoder(Plain)

Good = Plain | BatchLine
Line = Good | Problem


@dataclass(frozen=True)
class Chunk:
    """Lines that are not blank, and the number of each in the body, from 1."""

    numbers: list[int]
    lines: list[bytes]


def set_aside(body: IO[bytes]) -> IO[bytes]:
    """The whole body, on disk beyond a few MB. Raises what reading raises (413 when it is too large).

    Answering while still reading would hang with every client that sends all of its body before it reads.
    """
    held: IO[bytes] = BytesIO()
    try:
        while piece := body.read(PIECE):
            if isinstance(held, BytesIO) and held.tell() + len(piece) > IN_MEMORY:
                held = _on_disk(held)
            held.write(piece)
    except BaseException:
        held.close()
        raise
    held.seek(0)
    return held


def _on_disk(held: BytesIO) -> IO[bytes]:
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed when the answer is
    file.write(held.getbuffer())
    return file


def chunks(held: IO[bytes]) -> Iterator[Chunk]:
    """Lines that are not blank, CHUNK at a time; one that is too long arrives cut."""
    chunk, number = Chunk([], []), 0
    while lines := _next(held, CHUNK - len(chunk.lines)):
        chunk = _and(chunk, number, lines)
        number += len(lines)
        if len(chunk.lines) == CHUNK:
            yield chunk
            chunk = Chunk([], [])
    if chunk.lines:
        yield chunk


def _and(chunk: Chunk, number: int, lines: list[bytes]) -> Chunk:
    """The chunk and those of the further lines that are not blank; number: how many lines come before them."""
    numbers = list(range(number + 1, number + 1 + len(lines)))
    if any(map(bytes.isspace, lines)):
        written = [not line.isspace() for line in lines]
        numbers, lines = list(compress(numbers, written)), list(compress(lines, written))
    return Chunk(chunk.numbers + numbers, chunk.lines + lines)


def _next(held: IO[bytes], most: int) -> list[bytes]:
    """The next lines, at most so many; of a line that is too long the rest is skipped."""
    pieces = list(islice(iter(partial(held.readline, LONGEST_LINE), b""), most))
    if max(map(len, pieces), default=0) < LONGEST_LINE:
        return pieces
    lines: list[bytes] = []
    cut = False
    for piece in pieces:
        if not cut:
            lines.append(piece)
        cut = _is_cut(piece)
    while cut:
        cut = _is_cut(held.readline(LONGEST_LINE))
    return lines


def _is_cut(piece: bytes) -> bool:
    return len(piece) == LONGEST_LINE and not piece.endswith(b"\n")


def decoded(written: list[bytes]) -> Sequence[Line]:
    """Each line, or what is wrong with it; all at once where all are plain."""
    whole = b"".join(written)
    try:
        lines = _decoder.decode_lines(whole)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        lines = []
    plain = (
        len(lines) == len(written)
        and NUL not in whole
        and not any(map(str.isspace, [line.customer_id for line in lines]))
    )
    return lines if plain else [_decoded(line) for line in written]


def _decoded(line: bytes) -> BatchLine | Problem:
    if len(line) >= LONGEST_LINE:
        return refused([fault("line", f"a line has fewer than {LONGEST_LINE} bytes")])
    try:
        return parsed(from_json(line, BatchLine), BatchLine, text=False)
    except Problem as problem:
        return problem
