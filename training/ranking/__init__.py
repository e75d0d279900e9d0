"""The ranker's school: past windows as examples, a ranker for a cut, and the lists that it orders.

What is learned and how is `models.ranker`; here is when: which moments before a cut teach, each looked at once a night.
"""
