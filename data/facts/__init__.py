"""Facts: what is known at one moment, as arrays. `facts_at(con, as_of)` computes them from the cleaned tables."""
