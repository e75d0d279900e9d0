"""What is said of customers, held against what they did: value, rhythm, interests.

Lives here: a module per part with the question, what is compared, and its tables.
May not live here: anything that the night does; it is called, not rebuilt.
"""
