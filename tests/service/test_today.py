"""What was told a moment ago counts in the next answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from data.stores.database import StoreDown
from data.stores.erasing import erase
from data.stores.exports import Export, register
from service.living import Living, now
from service.reload import Live
from tests.service.days import asked, shown_again
from tests.service.living import an_event, app_with, items, shown, tell, written


@pytest.fixture
def client(live: Live, living: Living) -> Iterator[FlaskClient]:
    with asked(app_with(live, living)) as client:
        yield client


@pytest.fixture
def customer(live: Live) -> str:
    """Somebody with orders."""
    return live.take().samples[0]


@pytest.mark.parametrize("event_type", ["purchase", "return", "cart"])
def test_what_was_bought_returned_or_put_in_the_basket_is_gone(
    client: FlaskClient, live: Live, customer: str, event_type: str
) -> None:
    again = shown_again(live.take().bundle)
    first = next(item for item in shown(client, customer_id=customer, n=50) if item not in again)
    tell(client, an_event("e1", event_type, customer, first))
    for placement in ("shopping_area", "newsletter", "product_page", "cart"):
        assert first not in shown(client, customer_id=customer, placement=placement, n=50)


def test_what_was_taken_out_of_the_basket_comes_back(client: FlaskClient, customer: str) -> None:
    first = shown(client, customer_id=customer)[0]
    tell(client, an_event("e1", "cart", customer, first))
    assert first not in shown(client, customer_id=customer, n=50)
    tell(client, an_event("e2", "remove_from_cart", customer, first))
    assert first in shown(client, customer_id=customer, n=50)


def test_all_that_a_customer_bought_is_gone_however_much_it_is(client: FlaskClient, live: Live, customer: str) -> None:
    everything = [str(id_) for id_ in live.take().bundle.items.id]
    bought = everything[:-3]
    tell(client, *(an_event(f"v{n}", "view", customer, everything[-1]) for n in range(600)))
    tell(client, *(an_event(f"p{item}", "purchase", customer, item) for item in bought))
    tell(client, *(an_event(f"w{n}", "view", customer, everything[-1]) for n in range(600)))
    assert not set(shown(client, customer_id=customer, n=60)) & set(bought)


def test_a_guest_is_known_by_the_visit(client: FlaskClient) -> None:
    first = shown(client, session_id="s1")[0]
    tell(client, an_event("e1", "purchase", "", first, session_id="s1"))
    assert first not in shown(client, session_id="s1", n=60)
    assert first in shown(client, session_id="s2", n=60)


def test_guests_who_are_shown_the_same_are_remembered_each_for_himself(client: FlaskClient, living: Living) -> None:
    for path in ("/recommend", "/area/%20"):
        for session in ("s1", "s2"):
            assert client.get(path, query_string={"session_id": session}).status_code == 200
    written(living)
    with living.store.looking() as connection:
        rows = connection.exec_driver_sql("SELECT session_id, count(*) FROM decision GROUP BY 1 ORDER BY 1").all()
    assert [session for session, _ in rows] == ["s1", "s2"]
    assert rows[0][1] == rows[1][1] > 1


def test_what_a_guest_did_is_the_customers_who_signs_in(client: FlaskClient, customer: str) -> None:
    first, second = shown(client, customer_id=customer)[:2]
    tell(client, an_event("e1", "purchase", "", first, session_id="s1"))
    assert first in shown(client, customer_id=customer)
    merged = client.post("/customers/merge", json={"session_id": "s1", "customer_id": customer})
    assert merged.get_json() == {"events": 1}
    assert first not in shown(client, customer_id=customer, n=60)
    tell(client, an_event("e2", "purchase", "", second, session_id="s1"))
    assert second not in shown(client, customer_id=customer, n=60)


def test_a_batch_and_the_area_know_it_too(client: FlaskClient, customer: str) -> None:
    first = shown(client, customer_id=customer)[0]
    tell(client, an_event("e1", "purchase", customer, first))
    line = f'{{"customer_id":"{customer}"}}\n'
    for form in ("full", "compact"):
        answer = client.post(f"/recommend/batch?format={form}&n=50", data=line, content_type="application/x-ndjson")
        last = json.loads(answer.get_data().splitlines()[-1])
        assert first not in (last["items"] if form == "compact" else items(last))
    area = client.get(f"/area/{customer}").get_json()
    assert all(first != item["item_id"] for row in area["rows"] for item in row["items"])


def test_a_mail_does_not_repeat_what_the_last_one_showed(client: FlaskClient, living: Living, customer: str) -> None:
    asked_for = {"customer_id": customer, "placement": "newsletter", "n": 5}
    first = client.get("/recommend", query_string=asked_for).get_json()
    written(living)
    assert shown(client, **asked_for) == items(first)  # not sent yet
    tell(client, {"event_id": "s1", "event_type": "send", "decision_id": first["decision_id"]})
    second = client.get("/recommend", query_string=asked_for).get_json()
    assert not set(items(first)) & set(items(second))


def test_one_campaign_never_excludes_itself_and_a_proof_is_not_remembered(
    client: FlaskClient, living: Living, customer: str
) -> None:
    asked_for = {"customer_id": customer, "placement": "newsletter", "n": 5, "campaign": "spring"}
    first = client.get("/recommend", query_string=asked_for).get_json()
    written(living)
    tell(client, {"event_id": "s1", "event_type": "send", "decision_id": first["decision_id"]})
    again = client.get("/recommend", query_string=asked_for).get_json()
    assert (items(again), again["decision_id"]) == (items(first), first["decision_id"])
    other = asked_for | {"campaign": "summer"}
    proof = client.get("/recommend", query_string=other | {"record": "false"}).get_json()
    assert not set(items(proof)) & set(items(first))
    written(living)
    tell(client, {"event_id": "s2", "event_type": "send", "decision_id": proof["decision_id"]})
    assert shown(client, **other) == items(proof)


def test_without_the_store_last_night_answers_and_says_so(
    client: FlaskClient, living: Living, customer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*asked: object) -> None:
        raise StoreDown("gone")

    before = client.get("/recommend", query_string={"customer_id": customer}).get_json()
    monkeypatch.setattr(living.store, "told", down)
    after = client.get("/recommend", query_string={"customer_id": customer}).get_json()
    assert (before["stale"], after["stale"]) == (False, True)
    assert items(before) == items(after)
    assert client.get(f"/area/{customer}").get_json()["stale"]


@pytest.mark.parametrize("erased_here", [True, False], ids=["erased here", "erased elsewhere"])
def test_without_the_store_the_forgotten_stays_a_stranger(
    client: FlaskClient, living: Living, customer: str, monkeypatch: pytest.MonkeyPatch, erased_here: bool
) -> None:
    def down(*asked: object) -> None:
        raise StoreDown("gone")

    if erased_here:
        client.delete(f"/customers/{customer}")
    else:
        erase(living.store, customer, living.store.digest(customer), now())
        shown(client, customer_id="somebody else")
    monkeypatch.setattr(living.store, "told", down)
    monkeypatch.setattr(living.store, "told_of_many", down)
    one = client.get("/recommend", query_string={"customer_id": customer}).get_json()
    lines = "".join(json.dumps({"customer_id": id_}) + "\n" for id_ in (customer, "", customer))
    batch = client.post("/recommend/batch", data=lines, content_type="application/x-ndjson").get_data().splitlines()
    said = [one, *map(json.loads, batch)]
    assert [(each["customer_known"], each["stale"]) for each in said] == [(False, True)] * 4


def test_all_that_is_held_of_a_customer_is_given_out(client: FlaskClient, living: Living, customer: str) -> None:
    tell(client, an_event("e1", "view", "", "i1", session_id="s1"), an_event("e2", "purchase", customer, "i2"))
    client.post("/customers/merge", json={"session_id": "s1", "customer_id": customer})
    named = client.get("/recommend", query_string={"customer_id": customer}).get_json()["decision_id"]
    written(living)
    held = client.get(f"/customers/{customer}/export").get_json()
    assert {row["event_id"] for row in held["events"]} == {"e1", "e2"}
    assert [row["decision_id"] for row in held["decisions"]] == [named]
    assert [row["session_id"] for row in held["sessions"]] == ["s1"]
    assert held["history"]


def test_who_is_forgotten_is_offered_on_no_page(client: FlaskClient, live: Live) -> None:
    first, *rest = live.take().samples
    client.delete(f"/customers/{first}")
    assert re.findall(r'href="/\?customer_id=(c\d+)"', client.get("/").text) == rest


def test_a_file_may_hold_whom_the_night_does_not_know(client: FlaskClient, living: Living) -> None:
    register(living.store.database, Export(1, "lists", "/srv/lists.csv", "b", 1))
    assert client.get("/customers/newcomer/export").get_json()["files"] == []
    tell(client, an_event("e1", "view", "newcomer", "i1"))
    assert [file["path"] for file in client.get("/customers/newcomer/export").get_json()["files"]] == ["/srv/lists.csv"]


def test_the_forgotten_is_a_stranger_from_the_next_answer_on(client: FlaskClient, customer: str) -> None:
    tell(client, an_event("e1", "purchase", customer, "i1"))
    proof = client.delete(f"/customers/{customer}").get_json()
    assert proof["removed"]["events"] == 1
    asked_for = {"customer_id": customer, "placement": "newsletter", "record": "false"}
    answer = client.get("/recommend", query_string=asked_for).get_json()
    assert (answer["customer_known"], answer["may_send"]) == (False, False)
    stranger = client.get("/recommend", query_string={"customer_id": "nobody", "placement": "newsletter"}).get_json()
    assert items(answer) == items(stranger)
    assert not client.get(f"/customers/{customer}").get_json()["customer_known"]
    held = client.get(f"/customers/{customer}/export").get_json()
    assert (held["events"], held["decisions"], held["history"], held["owned"]) == ([], [], [], [])
