"""What it costs to show more of what a shop has: the settings that hold best sellers and crowded categories back.

In reading order: the lists of each setting (`systems.py`), the figures and their page (`command.py`).
"""
