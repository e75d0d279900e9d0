"""How customers behave: clusters found in the shop's own orders, whose letters keep their meaning from night to night.

Lives here: what is measured of a customer (`pictures.py`), where the clusters lie (`space.py`, `learning.py`) and how
many there are (`choosing.py`), what is said of them (`describing.py`), the customer table's part (`clusters.py`).
May not live here: RFM and the life cycle, which are rules (models/customers).
"""
