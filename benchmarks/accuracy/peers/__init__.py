"""PEERS: well-known methods, made independently of ours, each with the settings that are tried for it.

Lives here: one file per method, `fit(past, settings) -> scores`.
May not live here: anything of models.recommenders; a peer is a library's, or written from its paper.
"""

from __future__ import annotations

from benchmarks.accuracy.comparing import OWN
from benchmarks.accuracy.past import HALF_LIVES
from benchmarks.accuracy.peers import als, bpr, customer_knn, ease, item_knn, llr, popular, rp3beta, tifu_knn
from benchmarks.accuracy.trials import Peer

IMPLICIT = "implicit"

NONE = (None,)
PEERS: tuple[Peer, ...] = (
    Peer("popular", OWN, popular.fit, NONE, "once", (False, True)),
    Peer("recently popular", OWN, popular.fit, HALF_LIVES, "once", (False, True)),
    Peer("ItemKNN, cosine", IMPLICIT, item_knn.cosine, HALF_LIVES, "k", (100, 1000, 30)),
    Peer("ItemKNN, TF-IDF", IMPLICIT, item_knn.tfidf, HALF_LIVES, "k", (100, 1000, 30)),
    Peer("ItemKNN, BM25", IMPLICIT, item_knn.bm25, HALF_LIVES, "k", (100, 1000, 30)),
    Peer("ALS", IMPLICIT, als.fit, HALF_LIVES, "factors", (32, 96, 16)),
    Peer("BPR", IMPLICIT, bpr.fit, HALF_LIVES, "factors", (32, 64, 16)),
    Peer("EASE", OWN, ease.fit, HALF_LIVES, "ridge", (10.0, 3.0, 30.0)),
    Peer("RP3beta", OWN, rp3beta.fit, HALF_LIVES, "beta", (0.2, 0.35, 0.5)),
    Peer("UserKNN", OWN, customer_knn.fit, HALF_LIVES, "k", (300, 600, 100)),
    Peer("LLR / CCO", OWN, llr.fit, HALF_LIVES, "k", (100, 1000, 30)),
    Peer("TIFU-KNN, new part", OWN, tifu_knn.fit, HALF_LIVES, "k", (300, 900, 100)),
)
"""Eight trials each: six half-lives, then two other values of what matters most beside it."""
