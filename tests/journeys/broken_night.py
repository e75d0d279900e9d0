"""`regulars train`, broken as a named step begins: `broken_night.py kill|fill STEP SOURCE VAR`.

kill: as a power cut would, nothing is caught, closed or cleaned up. fill: from then on no file can grow beyond a
kilobyte, as on a disk that is full.
"""

from __future__ import annotations

import os
import resource
import signal
import sys

from regulars.command import main
from training import progress

KILOBYTE = 1024


class Breaker(progress.Silence):
    """Breaks its own process at one step."""

    def begin(self, step: str) -> None:
        """The last thing that goes well."""
        if step == sys.argv[2]:
            {"kill": kill, "fill": fill}[sys.argv[1]]()


def kill() -> None:
    """SIGKILL from within."""
    os.kill(os.getpid(), signal.SIGKILL)


def fill() -> None:
    """Python ignores SIGXFSZ, so writing more raises OSError."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (KILOBYTE, KILOBYTE))


if __name__ == "__main__":
    progress.progress_on = lambda stream: Breaker()
    sys.exit(main(["train", "--source", sys.argv[3], "--var", sys.argv[4]]))
