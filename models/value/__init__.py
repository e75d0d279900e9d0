"""What customers are worth: how often they will order, whether they still do, what an order of theirs comes to.

Lives here: what is known of a buyer's rhythm (`histories.py`), models of it that say why they believe what they do
(BG/NBD, MBG/NBD, Pareto/NBD; Gamma-Gamma for the value of an order), a learned two-part model, the shop's season, and
the distribution from which intervals come.
May not live here: a clock, raw events, the pick between models (training/valuing.py).
"""
