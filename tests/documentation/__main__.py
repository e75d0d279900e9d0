"""Make the blocks of docs/ anew: `python -m tests.documentation`."""

from __future__ import annotations

from tests.documentation.blocks import pages, renewed

for page in pages():
    page.write_text(renewed(page), encoding="utf-8")
