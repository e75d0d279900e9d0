"""`python -m regulars`."""

from __future__ import annotations

import sys

from regulars.command import main

if __name__ == "__main__":
    sys.exit(main())
