"""The buying models find what their authors published of the CDNOW sample."""

from __future__ import annotations

from dataclasses import astuple
from functools import cache

import numpy as np
import pytest

from benchmarks.customers.cdnow import DATA, Cdnow, read_cdnow
from models.value.bgnbd import BgNbd, BgNbdModel
from models.value.gammagamma import GammaGamma, GammaGammaModel
from models.value.histories import Histories
from models.value.mbgnbd import MbgNbd
from models.value.paretonbd import ParetoNbd, ParetoNbdModel

wants_cdnow = pytest.mark.skipif(not DATA.exists(), reason=f"the CDNOW data are not at {DATA}")
THREE_DIGITS = 6e-4
BG_NBD = BgNbdModel(0.243, 4.414, 0.793, 2.426)
PARETO_NBD = ParetoNbdModel(0.553, 10.578, 0.606, 11.669)


@cache
def cdnow() -> Cdnow:
    return read_cdnow()


def one(frequency: float, recency: float, tenure: float) -> Histories:
    return Histories(np.array([frequency]), np.array([recency]), np.array([tenure]))


@wants_cdnow
def test_the_sample_is_the_published_one() -> None:
    histories = cdnow().histories
    assert histories.count == 2357
    assert histories.frequency.sum() == 2457
    assert (histories.frequency == 0).sum() == 1411
    assert len(cdnow().late.age) == 1882
    first = (histories.frequency[0], round(histories.recency[0], 2), round(histories.tenure[0], 2))
    assert first == (2, 30.43, 38.86)


@wants_cdnow
def test_bg_nbd_has_the_published_parameters() -> None:
    assert astuple(BgNbd().fit(cdnow().histories)) == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=THREE_DIGITS)


@wants_cdnow
def test_mbg_nbd_has_the_published_parameters() -> None:
    assert astuple(MbgNbd().fit(cdnow().histories)) == pytest.approx((0.525, 6.183, 0.891, 1.614), abs=THREE_DIGITS)


@wants_cdnow
def test_pareto_nbd_has_the_published_parameters() -> None:
    found = astuple(ParetoNbd().fit(cdnow().histories))
    assert found == pytest.approx((0.553, 10.578, 0.606, 11.669), rel=THREE_DIGITS)


@wants_cdnow
def test_gamma_gamma_has_the_published_parameters() -> None:
    orders, mean = cdnow().repeat_spend()
    assert (orders > 0).sum() == 946
    assert astuple(GammaGamma().fit(orders, mean)) == pytest.approx((6.25, 3.74, 15.44), abs=6e-3)


def test_bg_nbd_expects_of_customers_what_was_published() -> None:
    assert BG_NBD.expected(one(2, 30.43, 38.86), 39)[0] == pytest.approx(1.226, abs=1e-3)
    assert BG_NBD.expected(one(26, 30.86, 31), 52)[0] == pytest.approx(25.76, abs=0.01)
    assert BG_NBD.active(one(26, 216 / 7, 31))[0] == pytest.approx(0.9688, abs=1e-4)


def test_pareto_nbd_expects_of_customers_what_was_published() -> None:
    assert PARETO_NBD.expected(one(26, 30.86, 31), 52)[0] == pytest.approx(25.46, abs=0.01)
    assert PARETO_NBD.active(one(26, 30.86, 31))[0] == pytest.approx(0.9979, abs=1e-4)


def test_gamma_gamma_expects_of_a_stranger_the_published_mean_and_draws_a_known_customer_to_it() -> None:
    model = GammaGammaModel(6.25, 3.74, 15.44)
    stranger, once, often = model.expected(np.array([0.0, 1.0, 10.0]), np.array([0.0, 100.0, 100.0]))
    assert stranger == pytest.approx(35.22, abs=0.01)
    assert once == pytest.approx(6.25 * (15.44 + 100) / (6.25 + 2.74))
    assert stranger < once < often < 100
