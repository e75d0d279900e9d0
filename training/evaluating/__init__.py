"""The evaluation: the night's rehearsal at several origins, for every task, with everything that a second reader wants.

In reading order: whom it compares (`systems.py`), the tasks (`tasks.py`) and the yardsticks of what is bought again
(`own.py`, `yardsticks.py`, `tifuknn.py`), one origin (`origin.py`), the figures of it and of all origins together
(`figures.py`), who wins (`ruling.py`), what is written (`tables.py`, `page.py`, `plots.py`), all of it (`evaluate.py`).
"""
