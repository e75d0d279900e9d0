"""What a list was worth: one function per metric over a `Replay` (lists beside what was bought afterwards).

Lives here: accuracy (`accuracy.py`), what lies beyond it (`beyond.py`), the table of all of them (`table.py`).
May not live here: how lists are made or who is sampled; that is the rehearsal's.
"""
