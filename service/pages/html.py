"""A page as a response: rendered, and allowed to load nothing but pictures."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template

from service.declarations import HTML
from service.http import Answer

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src http: https:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def page(template: str, **values: Any) -> Response:
    """The template with its values, all of them escaped."""
    headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
    return Answer(render_template(template, **values), headers=headers, content_type=HTML)
