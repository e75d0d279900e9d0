"""`python -m benchmarks.accuracy` holds our lists against well-known methods, on the same questions and filters."""

from __future__ import annotations

from benchmarks.accuracy.command import main

if __name__ == "__main__":
    main()
