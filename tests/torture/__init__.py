"""What kills, cuts, fills and floods: what was accepted must be there afterwards, once.

Each has a small version that every run of the tests includes, and a large one marked `torture` (`make torture`).
"""
