"""The rehearsal: learn from the past before a cut, and hold the lists that `decide` would have shown against what the
customers bought after it.

In reading order: who and what was bought (`cases.py`), the lists (`replaying.py`), which alternative stands behind the
personal strategy (`choosing.py`), the figures per group of customers (`groups.py`), all of it (`rehearse.py`).
"""
