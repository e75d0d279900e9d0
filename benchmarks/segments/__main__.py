"""`python -m benchmarks.segments` measures what the members of each segment did in the days after."""

from __future__ import annotations

from benchmarks.segments.command import main

if __name__ == "__main__":
    main()
