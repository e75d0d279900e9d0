"""Who the customers are: the customer table, a row per customer, and what its columns are made of.

Lives here: the table and its columns (`table.py`, `columns.py`), and a module or package for each part that fills some
of them: history, segments, value, rhythm, interests, clusters; the segments as rows of a table; audiences, which are
expressions over all of it.
May not live here: what is shown to whom (models/decision), raw events, a clock.
"""
