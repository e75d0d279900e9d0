"""Showing a long night: a live table on a terminal, plain log lines elsewhere."""

from __future__ import annotations

from typing import Protocol, TextIO

import structlog
from rich.console import Console
from rich.progress import Progress as Bars
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn


class Progress(Protocol):
    """Told of every step of a night as it begins and ends, and of the parts of long ones."""

    def begin(self, step: str) -> None: ...

    def doing(self, what: str) -> None: ...

    def end(self, step: str, seconds: float, note: str) -> None: ...


class Silence:
    """Shows nothing."""

    def begin(self, step: str) -> None:
        """Nothing."""

    def doing(self, what: str) -> None:
        """Nothing."""

    def end(self, step: str, seconds: float, note: str) -> None:
        """Nothing."""


class LogLines:
    """One structured log line per step that ended."""

    def __init__(self) -> None:
        self.log = structlog.get_logger("night")

    def begin(self, step: str) -> None:
        """Nothing: a line per step is enough where lines are kept."""

    def doing(self, what: str) -> None:
        """Nothing, as above."""

    def end(self, step: str, seconds: float, note: str) -> None:
        """The step, how long it took, what came of it."""
        self.log.info(step, seconds=round(seconds, 2), note=note)


class Spinners:
    """A line per step on a terminal: turning while it runs, ticked with its time and result when it ended."""

    def __init__(self, console: Console) -> None:
        self.bars = Bars(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description:<10}"),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[note]}"),
            console=console,
        )
        self.running = self.bars.add_task("", total=0, visible=False, note="")

    def begin(self, step: str) -> None:
        """A new line."""
        self.bars.start()
        self.running = self.bars.add_task(step, total=1, note="")

    def doing(self, what: str) -> None:
        """Beside the line."""
        self.bars.update(self.running, note=what)

    def end(self, step: str, seconds: float, note: str) -> None:
        """Its tick. The terminal is given back between steps, so that an error is never drawn over."""
        self.bars.update(self.running, completed=1, note=note)
        self.bars.stop()


def progress_on(stream: TextIO) -> Progress:
    """What suits the stream."""
    return Spinners(Console(file=stream)) if stream.isatty() else LogLines()
