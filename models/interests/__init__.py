"""What customers like: categories, brands, tags, price bands, or topics learned where the catalogue tells of none.

Lives here: what an interest is made of (`catalogue.py`, `topics.py`), who has one and why (`evidence.py`,
`reasons.py`), and the part of the customer table that says so (`interests.py`).
May not live here: which items a customer is shown (models/recommenders).
"""
