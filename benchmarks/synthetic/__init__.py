"""A synthetic shop in three sizes, drawn from a seed: what is measured on it is never real.

Zipf items within types, customers with a few favourite types, sessions of views and carts, baskets that reach into
complementary types, guests, returns, cancellations, items launched on the way. Memory is bounded by one chunk.
"""
