"""From a source to the three cleaned tables `event`, `item`, `customer` in DuckDB, out of core.

Lives here: typing, setting aside, numbering, families, what is no product.
May not live here: anything about one point in time (that is data/facts).
"""
