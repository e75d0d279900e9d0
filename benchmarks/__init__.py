"""Speed and accuracy, measured by `make bench`; nothing is timed inside tests.

Lives here: the synthetic shop, and one file per thing that is measured; results go to docs/benchmarks.md.
May not live here: anything that the other rooms import.
"""
