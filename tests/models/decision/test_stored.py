"""Last night's lists taken whole, as matrices: the same places as when each row is scored and put in turns anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.decision.decide import decide
from models.decision.query import Query, Whom
from models.decision.stored import stored
from tests.models.decision.test_decide_property import same
from tests.models.shops import ShopShape, listed_bundle, random_bundle

ROOMY = (ShopShape(20, 160, 12, 300, variants=False), ShopShape(21, 160, 12, 300), ShopShape(25, 160, 12, 300))
EVERYONE = Whom.of(np.arange(-1, 12, dtype=np.int32))


@pytest.mark.parametrize("shape", ROOMY, ids=str)
@pytest.mark.parametrize("share", [0.05, 0.15, 0.3, 0.4, 1.0])
def test_a_category_that_had_its_share_waits_as_in_live_scoring(shape: ShopShape, share: float) -> None:
    policy = replace(random_bundle(shape).policy, category_share=share)
    live, listed = (replace(bundle, policy=policy) for bundle in (random_bundle(shape), listed_bundle(shape, 256)))
    for n in (1, 2, 3, 7, 12, 20, 30):
        same(decide(listed, Query(n=n), EVERYONE), decide(live, Query(n=n), EVERYONE))


def test_the_roomy_shop_has_rows_that_are_crowded_and_rows_that_are_not() -> None:
    bundle = listed_bundle(ROOMY[0], 256)
    crowding = replace(bundle, policy=replace(bundle.policy, category_share=0.05))
    (found,) = stored(crowding, Query(n=7), EVERYONE, 14)
    assert 0 < found.crowded.sum() < len(found.row) == EVERYONE.rows - 1
