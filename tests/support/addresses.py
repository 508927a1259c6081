"""Every address of the web process, with the ids of rows that are there."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from sessions_app.models import Conversation, InboundMessage, Person

_ELSEWHERE = {
    "what": "extend",
    "key": "headline",
    "number": "0",
    "account": "AC",
    "sid": "ME",
    "id": "1",
    "content_type_id": "1",
    "app_label": "sessions_app",
}


def every_address() -> list[str]:
    """Return the path of each view, but those of webhooks and documents, and the one that signs out."""
    found = [_filled(route) for route in _routes(get_resolver().url_patterns)]
    return [path for path in found if not path.startswith("/^") and "/logout/" not in path]


def _routes(patterns: Iterable[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        else:
            yield route


def _filled(route: str) -> str:
    route = re.sub(r"\^|\$|\(\?P(<\w+>)[^)]*\)", r"\1", route) if "(?P" in route else route
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: _value(route, found[1]), route)


def _value(route: str, name: str) -> str:
    if name == "format_":
        return "pdf" if "pressrelease" in route else "json"
    if name == "message":
        return str(InboundMessage.objects.exclude(media=[]).values_list("pk", flat=True).first())
    if "/person/" in route and name == "pk":
        return str(_first(Person))
    if name == "conversation":
        return str(_first(Conversation))
    if name in ("pk", "object_id") and (found := re.match(r"/admin/(\w+)/(\w+)/", route)):
        return str(_first(apps.get_model(found[1], found[2])))
    return _ELSEWHERE.get(name, "1")


def _first(model: Any) -> Any:
    return model._default_manager.values_list("pk", flat=True).order_by("pk").first() or 1
