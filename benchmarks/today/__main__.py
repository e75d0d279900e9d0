"""`python -m benchmarks.today` measures what a customer's events since last night change."""

from __future__ import annotations

from benchmarks.today.command import main

if __name__ == "__main__":
    main()
