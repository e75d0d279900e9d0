"""A shop that is open: its files, a store, and a service over both that can be asked."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, initialize

from models.bundle.bundle import Bundle
from models.bundle.shelf import Shelf
from service.reload import Live
from tests.service.days import LINES, SECRET, publish
from tests.service.known import Account, Shown
from tests.service.living import a_living, app_with
from tests.service.small_shop import learn, write_shop


@cache
def first_bundle() -> tuple[Path, Bundle]:
    """The shop's files, and what a night before the first event learned."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-shop-"))
    return write_shop(folder / "shop"), learn(folder / "shop", folder)


class OpenShop(RuleBasedStateMachine):
    """What a machine of states begins with, and how it asks; an answer other than 200 is a fault."""

    @initialize()
    def open(self) -> None:
        self.stack = ExitStack()
        self.var = Path(tempfile.mkdtemp(prefix="regulars-living-"))
        self.stack.callback(shutil.rmtree, self.var, ignore_errors=True)
        (self.var / "secret").write_bytes(SECRET)
        (self.var / "secret").chmod(0o600)
        self.shop, bundle = first_bundle()
        publish(self.var, bundle)
        self.live = Live(Shelf(self.var))
        self.live.look()
        self.living = self.stack.enter_context(a_living(self.var))
        self.client = self.stack.enter_context(app_with(self.live, self.living).test_client())
        self.account, self.told, self.mails, self.nights = Account(), 0, dict[str, tuple[str, str, Shown]](), 0

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.stack.close()

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self.client.post(path, json=body)
        assert answer.status_code == 200, answer.data
        return answer.get_json()

    def _get(self, path: str, asked: dict[str, Any]) -> Any:
        answer = self.client.get(path, query_string=asked)
        assert answer.status_code == 200, answer.data
        return answer.get_json()

    def _batch(self, ids: list[str], asked: dict[str, Any]) -> list[dict[str, Any]]:
        body = "".join(json.dumps({"customer_id": id_}) + "\n" for id_ in ids)
        answer = self.client.post("/recommend/batch", query_string=asked, data=body, content_type=LINES)
        return [json.loads(line) for line in answer.get_data().splitlines()]
