"""The second stage of the night: what several recommenders name for a customer, put in one order that was learned.

Lives here: the generators and the pool of their candidates, the features of a (customer, item) pair at a moment, the
ranker that learns from past windows which candidates were bought, and the lists that it orders.
May not live here: anything that the day needs; what is ranked at night reaches it as the bundle's lists.
"""
