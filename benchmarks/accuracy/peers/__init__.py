"""PEERS: well-known methods, made independently of ours, each with the settings that are tried for it.

Lives here: one file per method, `fit(past, settings) -> scores`.
May not live here: anything of models.recommenders; a peer is a library's, or written from its paper.
"""

from __future__ import annotations

from benchmarks.accuracy.comparing import OWN
from benchmarks.accuracy.past import HALF_LIVES
from benchmarks.accuracy.peers import als, bpr, ease, item_knn, llr, popular, rp3beta, tifu_knn, user_knn
from benchmarks.accuracy.trials import Peer, grid_of

IMPLICIT = "implicit"

PEERS: tuple[Peer, ...] = (
    Peer("popular", OWN, popular.fit, grid_of(half_life=(None,), once=(False, True))),
    Peer("recently popular", OWN, popular.fit, grid_of(half_life=HALF_LIVES, once=(False, True))),
    Peer("ItemKNN, cosine", IMPLICIT, item_knn.cosine, grid_of(half_life=HALF_LIVES, k=(100, 1000))),
    Peer("ItemKNN, TF-IDF", IMPLICIT, item_knn.tfidf, grid_of(half_life=HALF_LIVES, k=(100, 1000))),
    Peer("ItemKNN, BM25", IMPLICIT, item_knn.bm25, grid_of(half_life=HALF_LIVES, k=(100, 1000))),
    Peer("ALS", IMPLICIT, als.fit, grid_of(half_life=HALF_LIVES, factors=(32, 96))),
    Peer("BPR", IMPLICIT, bpr.fit, grid_of(half_life=HALF_LIVES, factors=(32, 96))),
    Peer("EASE", OWN, ease.fit, grid_of(half_life=HALF_LIVES, ridge=(10.0, 50.0))),
    Peer("RP3beta", OWN, rp3beta.fit, grid_of(half_life=HALF_LIVES, beta=(0.2, 0.5))),
    Peer("UserKNN", OWN, user_knn.fit, grid_of(half_life=HALF_LIVES, k=(200, 600))),
    Peer("LLR / CCO", OWN, llr.fit, grid_of(half_life=HALF_LIVES, k=(100, 1000))),
    Peer("TIFU-KNN, new part", OWN, tifu_knn.fit, grid_of(half_life=HALF_LIVES, k=(100, 300))),
)
"""Twelve trials each, a half-life from three days to none among them; plain popularity has nothing to decay."""
