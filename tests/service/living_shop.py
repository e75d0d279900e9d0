"""A shop that lives: whatever happens to it, in any order, no answer shows what must not be shown."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from models.bundle.shelf import Shelf
from models.decision.placements import PLACEMENTS, STRATEGIES
from tests.service.known import AREA, MAILS, Did, Known, Shown
from tests.service.living import items, written
from tests.service.open_shop import OpenShop
from tests.service.small_shop import CUSTOMERS, ITEMS, a_night, families

SESSIONS = ("s0", "s1")
AHEAD, BACK = 5 * 3600.0, -10 * 86_400.0
KINDS = ("purchase", "purchase", "cart", "cart", "remove_from_cart", "return", "cancel", "view", "favourite")
customers, sessions = st.sampled_from([*CUSTOMERS, "new0", "new1"]), st.sampled_from(SESSIONS)
whose = st.one_of(st.tuples(customers, st.just("")), st.tuples(st.just(""), sessions), st.tuples(customers, sessions))
placements = st.sampled_from([row.name for row in PLACEMENTS])
strategies = st.sampled_from([None, *(row.name for row in STRATEGIES)])
campaigns = st.sampled_from(["", "", "spring", "autumn"])


class LivingShop(OpenShop):
    """Told of, asked, merged, sent, erased, learned anew and rolled back, beside an account of it all."""

    @rule(
        of=whose, kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=3), item=st.sampled_from(ITEMS),
        late=st.sampled_from([0.0, 0.0, 0.0, AHEAD, BACK]),
    )  # fmt: skip
    def it_happens(self, of: tuple[str, str], kinds: list[str], item: str, late: float) -> None:
        for kind in kinds:
            self.told += 1
            t = time.time() + late
            event = {"event_id": f"e{self.told}", "event_type": kind, "item_id": item} | _named(of)
            if late:
                event["timestamp"] = datetime.fromtimestamp(t, UTC).isoformat()
            if self._post("/events", {"events": [event]})["accepted"]:
                self.account.of(*of).did.append(Did(kind, item, self.told, t))
        self._nobody_is_shown_what_is_known()

    @rule(session=sessions, customer=customers)
    def a_guest_signs_in(self, session: str, customer: str) -> None:
        self.told += 1
        self._post("/customers/merge", {"session_id": session, "customer_id": customer})
        self.account.merge(session, customer, self.told)
        self._nobody_is_shown_what_is_known()

    @rule(
        of=whose, placement=placements, strategy=strategies, campaign=campaigns, record=st.booleans(),
        bought=st.booleans(), n=st.sampled_from([1, 4, 40]), context=st.lists(st.sampled_from(ITEMS), max_size=2),
    )  # fmt: skip
    def a_list_is_asked_for(
        self, of: tuple[str, str], placement: str, strategy: str | None, campaign: str, record: bool, bought: bool,
        n: int, context: list[str],
    ) -> None:  # fmt: skip
        of = of if of[0] else (self.account.owner.get(of[1], ""), of[1])  # who has signed in is asked for by name
        asked = _named(of) | {
            "placement": placement, "campaign": campaign, "record": record, "n": n, "exclude_bought": bought,
            "item_id": context,
        } | ({"strategy": strategy} if strategy else {})  # fmt: skip
        answer, again = self._post("/recommend", asked), self._post("/recommend", asked)
        assert answer == again
        had = bought and (strategy or _own(placement)) != "buy_again"
        self._judge(of, answer, had, placement, campaign, families(context))
        if record:
            self._remember(of, answer, placement, campaign)

    @precondition(lambda self: self.mails)
    @rule(data=st.data(), kind=st.sampled_from(["send", "exposure"]))
    def a_mail_is_sent(self, data: st.DataObject, kind: str) -> None:
        self._send(data.draw(st.sampled_from(sorted(self.mails))), kind)

    def _send(self, id_: str, kind: str) -> None:
        customer, session, shown = self.mails[id_]
        self.told += 1
        event = {"event_id": f"e{self.told}", "event_type": kind, "decision_id": id_}
        assert self._post("/events", {"events": [event | _named((customer, session))]})["refused"] == []
        known = self.account.of(customer, session)
        if shown.at >= known.erased_at:
            known.shown[id_] = shown._replace(told=self.told, day=int(time.time() // 86_400))

    @rule(of=whose, placement=st.sampled_from(MAILS), campaign=campaigns)
    def a_mail_goes_out_and_the_next_does_not_repeat_it(
        self, of: tuple[str, str], placement: str, campaign: str
    ) -> None:
        of = of if of[0] else (self.account.owner.get(of[1], ""), of[1])
        asked = _named(of) | {"placement": placement, "campaign": campaign, "n": 3}
        answer = self._post("/recommend", asked)
        self._judge(of, answer, True, placement, campaign, set())
        self._remember(of, answer, placement, campaign)
        self._send(answer["decision_id"], "send")
        again = self._post("/recommend", asked | {"campaign": "another", "n": 20, "record": False})
        self._judge(of, again, True, placement, "another", set())

    @rule(placement=placements, strategy=strategies)
    def a_batch_says_what_single_lists_say(self, placement: str, strategy: str | None) -> None:
        asked = {"placement": placement, "record": "false", "n": 12} | ({"strategy": strategy} if strategy else {})
        ids = [*CUSTOMERS, "new0", "nobody"]
        single = [self._get("/recommend", asked | {"customer_id": id_}) for id_ in ids]
        for line, one in zip(self._batch(ids, asked | {"format": "full"}), single, strict=True):
            assert line == one, [(name, line[name], one[name]) for name in one if line[name] != one[name]]
        compact = self._batch(ids, asked | {"format": "compact"})
        named = [line for line in compact if "customer_id" in line]
        for key in ("decision_id", "stale", "customer_known", "may_send", "customer_id"):
            assert [line[key] for line in named] == [one[key] for one in single]
        assert [line["items"] for line in named] == [items(one) for one in single]

    @rule(customer=customers)
    def somebody_is_forgotten(self, customer: str) -> None:
        assert self.client.delete(f"/customers/{customer}").status_code == 200
        self.account.erase(customer, time.time())
        held = self._get(f"/customers/{customer}/export", {})
        assert (held["events"], held["decisions"], held["sessions"], held["history"]) == ([], [], [], [])
        self.mails = {id_: mail for id_, mail in self.mails.items() if mail[0] != customer}

    @rule(placement=placements)
    def who_is_forgotten_is_a_stranger(self, placement: str) -> None:
        asked = {"placement": placement, "record": "false", "n": 20}
        for customer, known in self.account.customers.items():
            if known.erased_at and known.nothing:
                answer = self._get("/recommend", asked | {"customer_id": customer})
                stranger = self._get("/recommend", asked | {"customer_id": "a stranger"})
                assert (answer["customer_known"], answer["may_send"]) == (False, False)
                assert items(answer) == items(stranger)
                assert not self._get(f"/customers/{customer}", {})["customer_known"]

    @precondition(lambda self: self.nights < 2)
    @rule()
    def a_night_passes(self) -> None:
        self.nights += 1
        a_night(self.shop, self.var)
        self.live.look()
        self._nobody_is_shown_what_is_known()

    @precondition(lambda self: self.nights < 2)
    @rule(customer=customers, item=st.sampled_from(ITEMS))
    def a_night_passes_after_a_clock_ran_fast(self, customer: str, item: str) -> None:
        self.it_happens(of=(customer, ""), kinds=["purchase"], item=item, late=AHEAD)
        self.a_night_passes()

    @rule(session=sessions, customer=customers, item=st.sampled_from(ITEMS))
    def a_guest_buys_and_signs_in(self, session: str, customer: str, item: str) -> None:
        self.it_happens(of=("", session), kinds=["purchase"], item=item, late=0.0)
        self.a_guest_signs_in(session=session, customer=customer)

    @precondition(lambda self: len(Shelf(self.var).folders()) > 1)
    @rule()
    def the_night_is_taken_back(self) -> None:
        Shelf(self.var).rollback()
        self.live.look()
        self._nobody_is_shown_what_is_known()

    @rule(of=whose)
    def the_area_shows_nothing_of_it(self, of: tuple[str, str]) -> None:
        if of[0]:
            area = self._get(f"/area/{of[0]}", {"session_id": of[1], "record": "false"})
            for row in area["rows"]:
                self._judge(of, row | area, row["stream"] != "buy_again", AREA, "", set())

    def _nobody_is_shown_what_is_known(self) -> None:
        """Everybody's whole list, where no memory has a say."""
        asked = {"placement": "cart", "record": "false", "n": 40}
        named = sorted(self.account.customers)
        for customer, answer in zip(named, self._batch(named, asked), strict=True):
            self._judge((customer, ""), answer, True, "cart", "", set())
        for session in self.account.sessions:
            answer = self._get("/recommend", asked | {"session_id": session})
            self._judge(("", session), answer, True, "cart", "", set())

    def _judge(
        self, of: tuple[str, str], answer: dict[str, Any], had: bool, placement: str, campaign: str, context: set[str]
    ) -> None:
        shown = [item["item_id"] for item in answer["items"]]
        assert not answer["stale"]
        assert len(families(shown)) == len(shown)
        for known in self._accounts(of):
            hidden = known.basket() | context | known.seen(placement, campaign) | (known.had() if had else set())
            assert not families(shown) & hidden, (of, placement, shown, sorted(hidden), known)

    def _accounts(self, of: tuple[str, str]) -> list[Known]:
        """The customer's, and the guest's; of two together only what both say of a basket is certain."""
        customer, session = of
        if not customer:
            return [self.account.of("", session)]
        own = self.account.of(customer, "")
        if session not in self.account.sessions:
            return [own]
        guest = self.account.sessions[session]
        certain = [Known(one.owned, [did for did in one.did if did.kind != "cart"]) for one in (own, guest)]
        certain[0].shown = own.shown
        return certain

    def _remember(self, of: tuple[str, str], answer: dict[str, Any], placement: str, campaign: str) -> None:
        written(self.living)
        self.told += 1
        now = time.time()
        shown = Shown(placement, campaign, int(now // 86_400), self.told, now, tuple(items(answer)))
        if placement in MAILS:
            self.mails[answer["decision_id"]] = (*of, shown) if of[0] else ("", of[1], shown)
            known = self.account.of(*of)
            if (before := known.shown.get(answer["decision_id"])) is not None:
                known.shown[answer["decision_id"]] = before._replace(campaign=campaign, placement=placement)
        else:
            self.account.of(*of).shown[answer["decision_id"]] = shown


def _named(of: tuple[str, str]) -> dict[str, str]:
    return {name: id_ for name, id_ in zip(("customer_id", "session_id"), of, strict=True) if id_}


def _own(placement: str) -> str:
    return next(row.strategy for row in PLACEMENTS if row.name == placement)
