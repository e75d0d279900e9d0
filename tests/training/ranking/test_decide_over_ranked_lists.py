"""Over random shops, queries and ranked lists: nothing forbidden is shown, lists are full, alone is as in a batch."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.decision.decide import decide, decide_one
from models.decision.query import Query, Whom
from tests.models.decision.test_decide_property import (
    QUERIES,
    SHAPES,
    _one,
    came_back,
    eligible,
    part,
    same,
    same_one,
    whoms,
)
from tests.models.shops import ShopShape
from tests.training.ranking.worlds import ranked_bundle

PERSONALS = st.sampled_from(["rp3beta", "popular", "blend"])
COLUMNS = st.sampled_from(["item_share_30", "item_price", "own_lines"])
"""What the ranker goes by: what sells, what is dear, and nothing at all, so that all are equal."""


@st.composite
def asked(draw: st.DrawFn) -> tuple[ShopShape, str, str, Query, Whom]:
    shape = draw(SHAPES)
    return shape, draw(PERSONALS), draw(COLUMNS), draw(QUERIES), draw(whoms(shape))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(asked())
def test_ranked_lists_show_nothing_forbidden_and_are_full_whenever_they_can_be(
    drawn: tuple[ShopShape, str, str, Query, Whom],
) -> None:
    shape, personal, column, query, whom = drawn
    bundle = ranked_bundle(shape, personal, column)
    decisions = decide(bundle, query, whom)
    for row in range(whom.rows):
        shown = [i for i in decisions.item[row].tolist() if i >= 0]
        allowed = eligible(bundle, query, whom, row)
        assert set(shown) - came_back(bundle, query, decisions, row) <= allowed
        families = bundle.items.family[shown].tolist()
        assert len(set(families)) == len(families)
        reachable = set(bundle.items.family[sorted(allowed)].tolist()) if allowed else set()
        assert len(shown) >= min(query.n, len(reachable))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(asked())
def test_a_customer_with_a_ranked_list_is_answered_alone_as_in_a_batch(
    drawn: tuple[ShopShape, str, str, Query, Whom],
) -> None:
    shape, personal, column, query, whom = drawn
    bundle = ranked_bundle(shape, personal, column)
    together = decide(bundle, query, whom)
    for row in range(whom.rows):
        alone = Whom(whom.customer[row : row + 1], _one(whom.context, row), _one(whom.exclude, row))
        same(decide(bundle, query, alone), part(together, row))
        same_one(decide_one(bundle, query, alone), part(together, row))
