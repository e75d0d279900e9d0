"""implicit's item-to-item neighbours: cosine, TF-IDF and BM25 weighting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender

from benchmarks.accuracy.past import Past, Scores, liked, taught, times
from benchmarks.accuracy.trials import Settings


def fit(kind: Callable[..., Any], past: Past, settings: Settings) -> Scores:
    """A customer's history times implicit's table of the K most similar items."""
    model = kind(K=settings["k"], num_threads=1)
    model.fit(taught(past, settings), show_progress=False)
    return times(liked(past, settings), model.similarity)


cosine = partial(fit, CosineRecommender)
tfidf = partial(fit, TFIDFRecommender)
bm25 = partial(fit, BM25Recommender)
