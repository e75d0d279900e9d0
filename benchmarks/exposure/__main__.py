"""`python -m benchmarks.exposure` measures what evenness and diversity cost."""

from __future__ import annotations

from benchmarks.exposure.command import main

if __name__ == "__main__":
    main()
