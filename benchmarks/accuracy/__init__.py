"""How good the recommendations are beside those of well-known methods, on the same split, filter and tuning budget.

Lives here: what is asked (`complementary.py`), who answers (`peers/`), how sure a difference is (`sureness.py`).
May not live here: a peer that imports our recommenders; the comparison is between independent hands.
"""
