"""The Flask application: the table of its parts, and the limits that hold for all of them."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter

from service import errors
from service.api import area, batch, customers, events, health, metrics, openapi, privacy, recommend, segments, tokens
from service.cors import Preflight
from service.day import Day
from service.declarations import EXTENSION
from service.http import Answer, Asking
from service.pages import docs, start
from service.shortcut import Shortcut

BLUEPRINTS = (
    start.blueprint,
    recommend.blueprint,
    batch.blueprint,
    area.blueprint,
    events.blueprint,
    privacy.blueprint,
    customers.blueprint,
    segments.blueprint,
    tokens.blueprint,
    health.blueprint,
    metrics.blueprint,
    openapi.blueprint,
    docs.blueprint,
)


class AnyId(BaseConverter):
    """The rest of the path, whatever is in it: an id may hold slashes and line ends."""

    regex = r"[\s\S]+"
    part_isolating = False
    weight = 300  # after every address that is written out


class Application(Flask):
    """Flask with our request and our answer."""

    request_class = Asking
    response_class = Answer


def create_app(day: Day) -> Flask:
    """The application that serves `day`; it opens nothing and starts no thread."""
    app = Application("service", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=day.settings.body_bytes, PROVIDE_AUTOMATIC_OPTIONS=False, PROPAGATE_EXCEPTIONS=False
    )
    app.url_map.merge_slashes = False  # an id may hold two
    app.url_map.converters["id"] = AnyId
    app.extensions[EXTENSION] = day
    errors.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.wsgi_app = Shortcut(day, Preflight(day, app, app.wsgi_app))
    return app
