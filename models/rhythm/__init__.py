"""When customers come back: the next order, what of theirs is due again, the second order of those who bought once.

Lives here: what is known of a customer's rhythm at a moment (`visits.py`, `season.py`, `signals.py`), the chance of an
order in each stretch of days after it (`curve.py`, `hazards.py`, `next_order.py`), due dates of what is bought again
(`due.py`), what brought first-time buyers back (`second.py`).
May not live here: what is shown to whom (models/decision), who is written to, raw events, a clock.
"""
