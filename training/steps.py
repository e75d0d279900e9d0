"""What each step of a night cost: seconds, and the process's peak memory so far."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from training.progress import Progress


@dataclass
class Step:
    """peak_mb is the highest resident memory of the process up to the end of the step."""

    name: str
    seconds: float = 0.0
    peak_mb: float = 0.0
    note: str = ""


@dataclass
class Steps:
    """The steps done so far, in order."""

    progress: Progress
    done: list[Step] = field(default_factory=list[Step])

    def doing(self, what: str) -> None:
        """Tells of a part of the step that runs."""
        self.progress.doing(what)

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Measures what runs inside; the caller may leave a note on what came of it."""
        step = Step(name)
        began = time.perf_counter()
        self.progress.begin(name)
        try:
            yield step
        except BaseException:
            step.note = "failed"
            raise
        finally:
            step.seconds, step.peak_mb = time.perf_counter() - began, peak_mb()
            self.done.append(step)
            self.progress.end(name, step.seconds, step.note)


def peak_mb() -> float:
    """Highest resident memory of this process so far, in MB (Linux reports KB, macOS bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / 1024
