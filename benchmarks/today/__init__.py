"""What the events between a night and a purchase are worth: the same questions with them and without.

In reading order: the bundle of a past night (`nights.py`), who is asked about and what is wanted (`questions.py`), the
lists of each system (`systems.py`), the figures and their page (`command.py`).
"""
