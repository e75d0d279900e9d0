"""What can be learned and decided: arrays in, arrays out.

Lives here: recommenders, the decision function with its exclusions and fallbacks, metrics, the bundle as a value and
its files.
May not live here: a clock, a network, Flask, raw events, anything drawn without a seed. Imports `data` only.
"""
