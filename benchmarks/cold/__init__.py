"""A cold start measured: customers whom the night had not seen, and what it costs to show items that nobody bought yet.

In reading order: the lists of each system (`systems.py`), the figures and their page (`command.py`).
"""
