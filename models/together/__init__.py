"""What is bought together, learned: past weeks show which pairs of a table came true, and what told of it beforehand.

Lives here: signals of a pair of items at a moment, what became of pairs in the weeks after it, the odds that follow.
May not live here: the table itself (models/pairs.py), anything that the day needs: what is learned becomes its weights.
"""
