"""Our arrays as Arrow columns, for those who write files; pyarrow is loaded by the one who calls, never by a worker."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from data.strings import Strings


def texts(strings: Strings) -> Any:
    """A pyarrow array of large_string over the same bytes, nothing copied. (pyarrow ships no types.)"""
    arrow = import_module("pyarrow")
    buffers: list[Any] = [None, arrow.py_buffer(strings.offsets), arrow.py_buffer(strings.blob)]
    return arrow.Array.from_buffers(arrow.large_string(), len(strings), buffers)
