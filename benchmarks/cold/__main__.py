"""`python -m benchmarks.cold` measures new customers, and the places that go to new items."""

from __future__ import annotations

from benchmarks.cold.command import main

if __name__ == "__main__":
    main()
