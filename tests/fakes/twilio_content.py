"""Content resources at the fake Twilio: what is refused, how one looks as JSON, what a message is made of it.

Sources: twilio.com/docs/content (quick reply, list picker, variables), twilio.com/docs/api/errors (21654,
21655, 21656, 21658), the twilio package's `ContentInstance` and `Page`. The wordings are ours.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.fakes.fake_vendor import VendorError

MAX_BODY = 1024
MAX_NAME = 64
BUTTONS_IN_SESSION = 3
_SID = re.compile(r"HX[0-9a-fA-F]{32}")
_VARIABLE = re.compile(r"\{\{(.*?)\}\}")
_KEY = re.compile(r"[A-Za-z0-9]{1,16}")
_BREAKS = re.compile(r"[\n\t]| {5}")
_LANGUAGES = frozenset({"en", "de", "es", "he"})


@dataclass(slots=True)
class Content:
    """One Content resource."""

    sid: str
    account_sid: str
    friendly_name: str
    language: str
    variables: dict[str, str]
    types: dict[str, Any]

    @property
    def body(self) -> str:
        return str(next(iter(self.types.values()))["body"])

    @property
    def titles(self) -> list[str]:
        """What its buttons say, or the items of its list."""
        [kind] = self.types.values()
        return [one.get("title") or one["item"] for one in kind.get("actions") or kind["items"]]

    def as_json(self) -> dict[str, Any]:
        url = f"https://content.twilio.com/v1/Content/{self.sid}"
        return {
            "account_sid": self.account_sid,
            "date_created": "2026-11-30T00:00:00Z",
            "date_updated": "2026-11-30T00:00:00Z",
            "friendly_name": self.friendly_name,
            "language": self.language,
            "links": {"approval_fetch": f"{url}/ApprovalRequests"},
            "sid": self.sid,
            "types": self.types,
            "url": url,
            "variables": self.variables,
        }


def new_content(wanted: Mapping[str, Any], *, account_sid: str) -> Content:
    """Raises VendorError (400) for what Twilio or WhatsApp would not take."""
    name, language = wanted.get("friendly_name"), wanted.get("language")
    if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME:
        raise _refused("friendly_name has 1 to 64 characters")
    if language not in _LANGUAGES:
        raise _refused("language is not known")
    types, variables = wanted.get("types"), wanted.get("variables") or {}
    if not isinstance(types, dict) or len(types) != 1:
        raise _refused("exactly one type is known here")
    [(kind, content)] = types.items()
    if kind not in _CHECKS or not isinstance(content, dict):
        raise _refused(f"the type {kind} is not known here")
    _text(content, "body", MAX_BODY)
    _CHECKS[kind](content)
    used = _VARIABLE.findall(json.dumps(types))
    if any(not _KEY.fullmatch(key) for key in used) or set(used) != set(variables):
        raise _refused("variables and their samples do not match")
    if not all(isinstance(value, str) and value for value in variables.values()):
        raise _refused("a variable has no sample")
    return Content(
        sid="HX" + secrets.token_hex(16),
        account_sid=account_sid,
        friendly_name=name,
        language=str(language),
        variables=dict(variables),
        types=dict(types),
    )


def _quick_reply(content: dict[str, Any]) -> None:
    actions = _several(content, "actions", most=10)
    for action in actions:
        if action.get("type") not in (None, "QUICK_REPLY"):
            raise _refused("an action is not a QUICK_REPLY")
        _text(action, "title", 20)
        _text(action, "id", 200)
    _distinct(actions, "title", "id")


def _list_picker(content: dict[str, Any]) -> None:
    _text(content, "button", 20)
    items = _several(content, "items", most=10)
    for item in items:
        _text(item, "item", 24)
        _text(item, "id", 200)
        _text(item, "description", 72)
    _distinct(items, "item", "id")


_CHECKS = {"twilio/quick-reply": _quick_reply, "twilio/list-picker": _list_picker}


def _several(content: dict[str, Any], name: str, *, most: int) -> list[dict[str, Any]]:
    found = content.get(name)
    if not isinstance(found, list) or not 1 <= len(found) <= most:
        raise _refused(f"{name}: 1 to {most}")
    if not all(isinstance(one, dict) for one in found):
        raise _refused(f"{name}: objects")
    return found


def _text(content: dict[str, Any], name: str, most: int) -> None:
    value = content.get(name)
    if not isinstance(value, str) or not value.strip() or len(value.encode("utf-16-le")) // 2 > most:
        raise _refused(f"{name}: a text of at most {most} characters")


def _distinct(found: Sequence[dict[str, Any]], *names: str) -> None:
    for name in names:
        if len({one[name] for one in found}) < len(found):
            raise _refused(f"{name}: twice the same")


def _refused(reason: str) -> VendorError:
    return VendorError(400, f"Invalid content: {reason}", code=20001)


def content_page(contents: Sequence[Content], query: Mapping[str, str], url: str) -> dict[str, Any]:
    """One page of `GET /v1/Content`; its addresses are whole ones."""
    size, page = int(query.get("PageSize", "50")), int(query.get("Page", "0"))
    if not 1 <= size <= 1000:
        raise VendorError(400, "Invalid PageSize", code=20001)
    shown = contents[page * size : (page + 1) * size]
    more = (page + 1) * size < len(contents)
    return {
        "contents": [content.as_json() for content in shown],
        "meta": {
            "key": "contents",
            "page": page,
            "page_size": size,
            "url": f"{url}?PageSize={size}&Page={page}",
            "first_page_url": f"{url}?PageSize={size}&Page=0",
            "previous_page_url": f"{url}?PageSize={size}&Page={page - 1}" if page else None,
            "next_page_url": f"{url}?PageSize={size}&Page={page + 1}" if more else None,
        },
    }


def rendered(form: Mapping[str, Any], contents: Mapping[str, Content]) -> str | None:
    """Return the body that a message with ContentSid gets, None without one. Raises VendorError (400)."""
    sid, variables = str(form.get("ContentSid", "")), form.get("ContentVariables")
    if not sid:
        if variables is not None:
            raise VendorError(400, "ContentSid Required", code=21654)
        return None
    if form.get("Body") or form.get("MediaUrl"):  # stricter than Twilio, which takes one of them
        raise VendorError(400, "ContentSid stands in the place of Body and MediaUrl", code=20001)
    content = contents.get(sid)
    if not _SID.fullmatch(sid) or content is None:
        raise VendorError(400, "The ContentSid is Invalid", code=21655)
    [kind] = content.types.values()
    if len(kind.get("actions", [])) > BUTTONS_IN_SESSION:
        raise VendorError(400, "More than 3 buttons need an approval", code=63005)
    values = content.variables | _variables(variables)
    body = _VARIABLE.sub(lambda found: values[found[1]], content.body)
    if len(body.encode("utf-16-le")) // 2 > MAX_BODY:
        raise VendorError(400, "Parameter exceeded character limit", code=21658)
    return body


def _variables(sent: object) -> dict[str, str]:
    try:
        values = json.loads(str(sent)) if sent is not None else {}
    except ValueError:
        values = None
    if not isinstance(values, dict) or any(
        not isinstance(value, str) or not value.strip() or _BREAKS.search(value) for value in values.values()
    ):
        raise VendorError(400, "The ContentVariables Parameter is invalid", code=21656)
    return values
