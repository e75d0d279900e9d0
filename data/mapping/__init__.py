"""How a shop's own columns, values and formats become those of the contract.

Lives here: what a mapping may say, a preset merged with it, and the SQL made of both.
May not live here: reading of files, judging of rows.
"""
