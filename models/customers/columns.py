"""Every column of the customer table: what it says, in which unit. A part's rows stand beside the part."""

from __future__ import annotations

from models.customers.table import Column

COLUMNS: tuple[Column, ...] = ()
"""In the order of the table."""
