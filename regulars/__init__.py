"""The front door: the `regulars` command.

Lives here: one file per sub-command (its flags, and what it hands to a room), the table that lists them (`command.py`),
what is printed, exit codes, and the real clock.
May not live here: anything that another program would want to call; that belongs in a room. A room is imported only
when its sub-command is called, so `regulars serve` never loads what only the night needs.
"""
