"""What BG/NBD and MBG/NBD share: a customer who may leave after each order, with a chance of his own."""

from __future__ import annotations

import numpy as np

from models.value.histories import Reals
from models.value.special import hyp2f1

SINGULAR = 1e-6
"""How near a may come to 1, where the closed form divides by zero; the expectation is smooth there."""


def expected_of_the_active(shape: Reals, rate: Reals, a: float, b: Reals, time: float) -> Reals:
    """float64 [buyers]: orders in `time` of a customer who is active now and may leave after each of them.

    His orders come at a rate that is Gamma(shape, rate), he leaves after one with a chance that is Beta(a, b):
    the mean of (1 - exp(-lambda p time)) / p. Fader, Hardie and Lee (2005), equation 10, with Euler's transformation
    of 2F1, so that many orders neither overflow nor need many terms.
    """
    a = a if abs(a - 1) > SINGULAR else 1 + SINGULAR
    z = time / (rate + time)
    left = (1 - z) ** (a - 1) * hyp2f1(a - 1, a + b - 1 - shape, a + b - 1, z)
    return np.asarray((a + b - 1) / (a - 1) * (1 - left), dtype=np.float64)
