"""The recommenders: one row each. A row's place is its number in answers and bundles; add at the end, never reorder."""

from __future__ import annotations

from dataclasses import dataclass

from models.recommenders.als import Als, AlsModel
from models.recommenders.attributes import AttributesModel, ByAttributes
from models.recommenders.blend import Blend
from models.recommenders.buy_again import BuyAgain, BuyAgainModel
from models.recommenders.complementary import Complementary, ComplementaryModel
from models.recommenders.covisitation import Covisitation, CovisitationModel
from models.recommenders.ease import Ease
from models.recommenders.histories import HistoryModel
from models.recommenders.looked_at import LookedAt, LookedAtModel
from models.recommenders.new import New, NewModel
from models.recommenders.popular import Popular, PopularModel
from models.recommenders.protocol import Model, Spec
from models.recommenders.rp3beta import Rp3beta
from models.recommenders.similar import Similar, SimilarModel
from models.recommenders.trending import Trending, TrendingModel


@dataclass(frozen=True)
class Recommender:
    """spec: its defaults; model: what fitting it gives; reason: the code that an item carries on the wire."""

    name: str
    spec: Spec
    model: type[Model]
    reason: str
    meaning: str


RECOMMENDERS: tuple[Recommender, ...] = (
    Recommender("popular", Popular(), PopularModel, "popular", "what sells most now, shop-wide or in the country"),
    Recommender("rp3beta", Rp3beta(), HistoryModel, "customers_also_bought", "what customers of like taste bought"),
    Recommender("complementary", Complementary(), ComplementaryModel, "bought_together", "what goes with an item"),
    Recommender("covisitation", Covisitation(), CovisitationModel, "visited_together", "what is visited with an item"),
    Recommender("similar", Similar(), SimilarModel, "similar", "what is described alike, sold or not"),
    Recommender("ease", Ease(), HistoryModel, "customers_also_bought", "what whole histories let expect"),
    Recommender("als", Als(), AlsModel, "like_your_taste", "what is near to the customer's taste"),
    Recommender("buy_again", BuyAgain(), BuyAgainModel, "due_again", "what the customer is likeliest to buy again"),
    Recommender("trending", Trending(), TrendingModel, "trending", "what sells faster now than it used to"),
    Recommender("new", New(), NewModel, "new", "what arrived last"),
    Recommender("blend", Blend(), HistoryModel, "customers_also_bought", "RP3beta and EASE in one table"),
    Recommender("looked_at", LookedAt(), LookedAtModel, "looked_at", "what the customer looked at and did not buy"),
    Recommender(
        "attributes", ByAttributes(), AttributesModel, "customers_like_you", "what sells to customers who are alike"
    ),
)
