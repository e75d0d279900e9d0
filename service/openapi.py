"""OpenAPI 3.1, made from the declarations that validate."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
from flask import Flask
from werkzeug.routing import Rule

from service.api.answers import ProblemShape
from service.api.event_arguments import EventTold
from service.border import schema_of, text_schema_of
from service.declarations import JSON, JSON_LINES, Declaration
from service.errors import PROBLEM_TYPE
from service.keys import HEADER
from service.parsing import repeatable

Schema = dict[str, Any]
REF = "#/components/schemas/{name}"
METHODS = ("GET", "POST", "DELETE")
SECURITY: Schema = {
    "key": {"type": "apiKey", "in": "header", "name": HEADER, "description": "a program's key, with scopes"},
    "token": {"type": "http", "scheme": "bearer", "description": "a customer's token, made by POST /tokens"},
}

STATUSES = {
    400: "an argument cannot be used; `errors` names each",
    401: "no key or token, or one that is not known or whose time is over",
    403: "the key does not open this, or the token is another customer's",
    404: "nothing lives at this address, or there is no such segment",
    410: "the bundle that this cursor belongs to is no longer served",
    413: "the body is too large",
    415: "the body is of another type",
    429: "the key asks too often, or too much waits for the disk; `Retry-After` says how many seconds to wait",
    500: "the fault is ours",
    503: "no bundle is published yet, or the event store cannot be asked",
}


def document(app: Flask) -> Schema:
    """The whole document, routes in the order of BLUEPRINTS."""
    paths: Schema = {}
    shapes: list[Any] = [ProblemShape, EventTold]
    for rule in app.url_map.iter_rules():
        declaration = declaration_of(app, rule)
        shapes += [s for s in (declaration.query, declaration.body, declaration.lines, declaration.answers) if s]
        method = next(m for m in METHODS if m in (rule.methods or ()))
        operation = _operation(app.view_functions[rule.endpoint].__doc__ or "", rule, declaration)
        paths.setdefault(path_of(rule), {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "Regulars", "version": "1", "description": "What to show a shop's customers, and why."},
        "paths": paths,
        "components": {
            "schemas": _bodies(list(dict.fromkeys(shapes))),
            "securitySchemes": SECURITY,
        },
    }


def declaration_of(app: Flask, rule: Rule) -> Declaration:
    """What `@endpoint` was given for this route."""
    return app.view_functions[rule.endpoint].declaration  # type: ignore[attr-defined]


def path_of(rule: Rule) -> str:
    """/area/<id:customer_id> -> /area/{customer_id}"""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)


def _schemas(shapes: list[Any], hook: Callable[[type], Schema]) -> Schema:
    _, named = msgspec.json.schema_components(shapes, schema_hook=hook, ref_template=REF)
    for schema in named.values():
        for property_ in schema.get("properties", {}).values():
            if property_.get("default", 0) in (None, "", []):  # absent, which needs no saying
                del property_["default"]
    return named


def _bodies(shapes: list[Any]) -> Schema:
    """All shapes by name; what is repeatable in arguments may stand alone, without its list."""
    named = _schemas(shapes, schema_of)
    for shape in shapes:
        properties = named[shape.__name__].get("properties", {})
        for name in repeatable(shape):
            listed = {key: properties[name].pop(key) for key in ("type", "items", "maxItems")}
            properties[name]["anyOf"] = [listed, listed["items"]]
    return named


def _operation(doc: str, rule: Rule, declaration: Declaration) -> Schema:
    statuses = statuses_of(declaration)
    operation: Schema = {
        "operationId": rule.endpoint.split(".")[-1],
        "summary": doc.strip(),
        "parameters": _parameters(rule, declaration),
        "responses": {"200": _answered(declaration)} | {str(s): _refusal(s) for s in statuses},
    }
    if declaration.body or declaration.lines:
        operation["requestBody"] = _body(declaration)
    if declaration.scope:
        operation["security"] = [{"key": []}, {"token": []}] if declaration.tokens else [{"key": []}]
        operation["x-scope"] = declaration.scope
    return operation


def statuses_of(declaration: Declaration) -> tuple[int, ...]:
    """Every status but 200 that the route can answer with."""
    found = {400, 500, *declaration.statuses}
    if declaration.scope:
        found |= {401, 403, 429}
    if declaration.scope == "read":
        found |= {503}
    if declaration.body or declaration.lines:
        found |= {413, 415}
    return tuple(sorted(found))


def _parameters(rule: Rule, declaration: Declaration) -> list[Schema]:
    properties = _schemas([declaration.query], text_schema_of)[declaration.query.__name__]["properties"]
    parameters: list[Schema] = []
    for name in sorted(properties, key=lambda name: name != "customer_id"):  # for whom comes first
        schema = properties[name]
        where = "path" if name in rule.arguments else "query"
        about = {"name": name, "in": where, "required": where == "path", "description": schema.pop("description", "")}
        if where == "path":
            schema["minLength"] = 1
        parameters.append(about | {"schema": schema})
    return parameters


def _answered(declaration: Declaration) -> Schema:
    schema = {"type": "object"} if declaration.content == JSON else {"type": "string"}
    if declaration.answers and declaration.content == JSON:
        schema = _ref(declaration.answers)
    return {"description": "the answer", "content": {declaration.content.split(";")[0]: {"schema": schema}}}


def _refusal(status: int) -> Schema:
    return {"description": STATUSES[status], "content": {PROBLEM_TYPE: {"schema": _ref(ProblemShape)}}}


def _body(declaration: Declaration) -> Schema:
    if declaration.body:
        return {"required": True, "content": {JSON: {"schema": _ref(declaration.body)}}}
    about = f"one {declaration.lines.__name__} per line" if declaration.lines else ""
    return {"required": True, "content": {JSON_LINES: {"schema": {"type": "string", "description": about}}}}


def _ref(shape: Any) -> Schema:
    return {"$ref": REF.format(name=shape.__name__)}
