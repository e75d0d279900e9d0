"""Who the customers are: the parts of the customer table in their order, and how it compares with the live one.

What each part says is `models`; here is what they learn from: past moments, the live bundle, the settings.
"""
