"""Segments held against what their members did next: who of each ordered within some days, and what that came to.

In reading order: what followed (`following.py`), the command and its table (`command.py`).
"""
