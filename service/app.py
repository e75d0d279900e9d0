"""The Flask application: the table of its parts, and what every request passes through."""

from __future__ import annotations

import os
import re
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, request

from service import errors, measures
from service.api import area, batch, health, metrics, openapi, recommend
from service.declarations import EXTENSION, Day
from service.pages import docs, start

BLUEPRINTS = (
    start.blueprint,
    recommend.blueprint,
    batch.blueprint,
    area.blueprint,
    health.blueprint,
    metrics.blueprint,
    openapi.blueprint,
    docs.blueprint,
)

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


class Answer(Response):
    """A whole answer goes to the server as one list, which it sends in one piece; streams go on as they are."""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if not self.is_sequence or environ["REQUEST_METHOD"] == "HEAD":
            return super().__call__(environ, start_response)
        start_response(self.status, self.headers.to_wsgi_list())
        return self.response


def create_app(day: Day) -> Flask:
    """The application that serves `day`; it opens nothing and starts no thread."""
    app = Flask("service", static_folder=None)
    app.response_class = Answer
    app.config.update(
        MAX_CONTENT_LENGTH=day.settings.body_bytes, PROVIDE_AUTOMATIC_OPTIONS=False, PROPAGATE_EXCEPTIONS=False
    )
    app.url_map.merge_slashes = False  # an id may hold two
    app.extensions[EXTENSION] = day
    app.before_request(_begin)
    app.after_request(_end)
    errors.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _begin() -> None:
    g.started = perf_counter()
    given = request.environ.get("HTTP_X_REQUEST_ID")
    g.request_id = given if given and REQUEST_ID.fullmatch(given) else os.urandom(8).hex()


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    route = request.url_rule.rule if request.url_rule else "none"
    measures.observe(
        route, request.method if request.url_rule else "any", response.status_code, perf_counter() - g.started
    )
    return response
