"""What is seen of a night while it runs, and what is kept of each step."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from training.progress import LogLines, Progress, Silence, Spinners, progress_on
from training.steps import Steps


class Terminal(io.StringIO):
    """A stream that says it is one."""

    def isatty(self) -> bool:
        return True


def a_step(progress: Progress) -> None:
    """One step with a part that is told of."""
    steps = Steps(progress)
    with steps.step("read") as step:
        steps.doing("number the items")
        step.note = "3 events"


def test_a_terminal_gets_spinners_and_everything_else_lines() -> None:
    assert isinstance(progress_on(Terminal()), Spinners)
    assert isinstance(progress_on(io.StringIO()), LogLines)


def test_a_line_says_what_came_of_a_step(capsys: pytest.CaptureFixture[str]) -> None:
    a_step(LogLines())
    (line,) = capsys.readouterr().out.splitlines()
    assert "read" in line
    assert "3 events" in line
    assert "seconds=" in line


def test_a_terminal_ends_with_a_tick_and_the_result() -> None:
    screen = Terminal()
    a_step(Spinners(Console(file=screen, force_terminal=True, width=80)))
    assert re.search(r"✓.*read.*0:00:00.*3 events", screen.getvalue())


def test_a_step_that_fails_is_kept_with_its_time() -> None:
    steps = Steps(Silence())
    with pytest.raises(ZeroDivisionError), steps.step("fit"):
        raise ZeroDivisionError
    (step,) = steps.done
    assert (step.name, step.note) == ("fit", "failed")
    assert step.peak_mb > 10
