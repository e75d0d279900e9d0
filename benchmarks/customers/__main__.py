"""`python -m benchmarks.customers` holds what is said of customers against what they did."""

from __future__ import annotations

from benchmarks.customers.command import main

if __name__ == "__main__":
    main()
