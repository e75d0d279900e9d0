"""A page as a response: rendered, and allowed to load nothing but pictures, nor to stand in a frame."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

from flask import Response, render_template

from service.declarations import HTML
from service.http import Answer

POLICY = (
    "default-src 'none'; style-src {styles}; img-src http: https:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)


def page(template: str, **values: Any) -> Response:
    """The template with its values, all of them escaped."""
    text = render_template(template, **values)
    return Answer(text, headers={"Content-Security-Policy": policy(text)}, content_type=HTML)


def policy(text: str) -> str:
    """What a browser may load for this page: of styles those that stand in it, known by their digest."""
    digests = [b64encode(sha256(style.encode()).digest()).decode() for style in _STYLE.findall(text)]
    return POLICY.format(styles=" ".join(f"'sha256-{digest}'" for digest in digests))
