"""Special functions, with the types that SciPy lacks; it is loaded when one is first asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from models.value.histories import Reals


@cache
def _scipy() -> Any:
    return import_module("scipy.special")


def ln_gamma(x: Any) -> Reals:
    """The logarithm of the gamma function."""
    return _scipy().gammaln(x)


def ln_beta(a: Any, b: Any) -> Reals:
    """The logarithm of the beta function."""
    return _scipy().betaln(a, b)


def hyp2f1(a: Any, b: Any, c: Any, z: Any) -> Reals:
    """The hypergeometric function of Gauss."""
    return _scipy().hyp2f1(a, b, c, z)


def normal_quantile(probability: Any) -> Reals:
    """Of the standard normal distribution."""
    return _scipy().ndtri(probability)
