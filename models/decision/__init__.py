"""What a customer is shown, and why: `decide`, the exclusions it obeys, the placements and strategies it knows.

Lives here: the query and its answer, exclusions, filters, diversity, fallbacks, the shopping area, precomputed lists.
May not live here: anything that learns; anything that knows of HTTP.
"""
