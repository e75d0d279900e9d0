"""Audiences: who is meant by an expression over the columns and segments of the customer table.

Lives here: the language (`words.py`, `tree.py`, `grammar.py`), what its names mean in a table (`vocabulary.py`), who is
in (`evaluate.py`), the audiences of the settings (`audience.py`), every segment that can be asked for (`named.py`), how
segments overlap (`overlap.py`), what the shop itself says of its customers as columns (`told.py`).
May not live here: how a column is computed, SQL, anything that runs what it reads.
"""
