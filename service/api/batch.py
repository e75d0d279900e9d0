"""/recommend/batch: lists for any number of customers, JSON Lines in and out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, cast

import orjson
import structlog
from flask import Blueprint, Response, request

from service import measures
from service.api.answers import Recommendation
from service.api.arguments import BatchLine, BatchWanted
from service.compact import Compact
from service.day import Day
from service.declarations import JSON_LINES, JSON_OPTIONS, Declaration, endpoint
from service.errors import Problem
from service.full import Full
from service.http import Answer, Asking
from service.keys import READ
from service.lines import Chunk, Line, chunks, decoded, set_aside

blueprint = Blueprint("batch", __name__)

FORMS = {"full": Full, "compact": Compact}
LINE_OPTIONS = JSON_OPTIONS | orjson.OPT_APPEND_NEWLINE

log = structlog.get_logger("service")


@blueprint.post("/recommend/batch")
@endpoint(Declaration(READ, query=BatchWanted, lines=BatchLine, answers=Recommendation, content=JSON_LINES))
def recommend_batch(day: Day, wanted: BatchWanted) -> Response:
    """A line for each line, JSON Lines in and out; one that cannot be read is answered by a problem with its number."""
    form = FORMS[wanted.format](day.living, day.live.take(), wanted)
    request.max_content_length = day.settings.batch_bytes
    held = set_aside(request.stream)
    return Answer(_written(held, form, cast("Asking", request).request_id), content_type=JSON_LINES)


def _written(held: IO[bytes], form: Full | Compact, request_id: str) -> Iterator[bytes]:
    """The answer, chunk by chunk. The status is sent by now, so a fault of ours becomes the last line."""
    try:
        with held:
            if head := form.head():
                yield head
            for chunk in chunks(held):
                yield from _chunk(chunk, form)
    except Exception:
        log.exception("batch failed", request_id=request_id)
        ours = Problem(500, "the fault is ours, the answer ends here; the log has it under this request_id")
        yield orjson.dumps(ours.body() | {"request_id": request_id}, option=LINE_OPTIONS)


def _chunk(chunk: Chunk, form: Full | Compact) -> list[bytes]:
    lines = decoded(chunk.lines)
    good = [line for line in lines if not isinstance(line, Problem)]
    measures.count_lists(form.query.placement, len(good))
    answers = form.answers(good) if good else []
    new = form.new_items()
    if len(good) < len(lines):
        answers = [_placed(chunk.numbers, lines, b"".join(answers))]
    return [new, *answers] if new else answers


def _placed(numbers: list[int], lines: Sequence[Line], answers: bytes) -> bytes:
    """The answers, and the problems where they belong."""
    rest = iter(answers.splitlines(keepends=True))
    return b"".join([
        orjson.dumps(line.body() | {"line": number}, option=LINE_OPTIONS) if isinstance(line, Problem) else next(rest)
        for number, line in zip(numbers, lines, strict=True)
    ])  # fmt: skip
