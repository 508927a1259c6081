"""Buttons below a reply: the list at its end is sent as a Content resource of Twilio, if there is one for it.

`manage.py make_content` makes these (`ContentTemplate`). The lines before the list are a part of their own,
because a variable may hold no line break (twilio.com/docs/api/errors/21656). A reply that Twilio does not
take with buttons is sent once more without.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from django.db.models import Q, QuerySet
from django.utils import timezone

from sessions_app.db.reconnect import retry_on_new_connection
from sessions_app.messages import delivery_status
from sessions_app.messages.delivery_status import StatusUpdate
from sessions_app.models import ContentTemplate, OutboundMessage

log = structlog.get_logger(__name__)

State = OutboundMessage.State

MOST_UNITS = 1024
"""Longest body with buttons, in UTF-16 units (twilio.com/docs/content/twilio-quick-reply)."""
REFUSALS = frozenset(
    {
        *("20404", "21654", "21655", "21656", "21658", "50526", "92005", "92006", "92007"),
        *("63005", "63021", "63027", "63028"),
    }
)
"""Twilio's codes that are about a Content resource or its variables; those in the second line come later."""
_VARIABLE = re.compile(r"\\\{\\\{(\d)\\\}\\\}")
_LINE = r"(?P<v\1>[^\\n\\t]+)"
_SPACES = " " * 5
"""Too many spaces in a row for a variable."""


@dataclass(frozen=True, kw_only=True)
class Menu:
    """The end of a reply that Twilio has buttons for."""

    before: str
    body: str
    content_sid: str
    variables: dict[str, str]


def menu_of(text: str) -> Menu | None:
    """Return the list at the end of `text` if Twilio has buttons for it."""
    text = text.strip()
    for template in ContentTemplate.objects.exclude(sid="").filter(refused_at=None):
        found = _pattern(template.body).search(text)
        if found is None or _is_too_much(found["body"], found.groupdict()):
            continue
        values = {name[1:]: value for name, value in found.groupdict().items() if name != "body"}
        return Menu(
            before=text[: found.start("body")],
            body=found["body"],
            content_sid=template.sid,
            variables=values,
        )
    return None


def _pattern(body: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\A|\n)(?P<body>{_VARIABLE.sub(_LINE, re.escape(body))})\Z")


def _is_too_much(body: str, values: dict[str, str]) -> bool:
    lines = (value for name, value in values.items() if name != "body")
    return len(body.encode("utf-16-le")) > 2 * MOST_UNITS or any(
        _SPACES in line or not line.strip() for line in lines
    )


def send_plain(rows: QuerySet[OutboundMessage], content_sid: str, *, code: str, sid: str = "") -> int:
    """Queue `rows` again as plain text, because Twilio refused them with `code`; return how many.

    If the code is about the buttons, no further reply gets these until `make_content` has run again.
    """
    queued = rows.update(
        state=State.QUEUED, content_sid="", content_variables={}, sid=sid, error_code=code, retry_at=None
    )
    if queued and code in REFUSALS:
        ContentTemplate.objects.filter(sid=content_sid, refused_at=None).update(
            refused_at=timezone.now(), refused_code=code
        )
        log.error("content_refused", code=code, content=content_sid)
    return queued


def record_refused(updates: Sequence[StatusUpdate]) -> None:
    """Record callbacks of failures with a code of `REFUSALS`. They can be repeated."""
    for update in updates:
        retry_on_new_connection(partial(_record_refused, update))


def _record_refused(update: StatusUpdate) -> None:
    """Send a message again without buttons, once: it keeps its SID until it has another.

    So a callback that is repeated finds that SID on a row that is on its way again, or another one.
    """
    row = OutboundMessage.objects.filter(uuid=update.uuid)
    taken = [State.SENDING, State.UNCERTAIN, State.ACCEPTED, State.SENT]
    ours = row.exclude(content_sid="").filter(Q(sid=update.sid) | Q(sid=""), state__in=taken)
    content_sid = ours.values_list("content_sid", flat=True).first()
    if content_sid and send_plain(ours, content_sid, code=update.error_code, sid=update.sid):
        return
    on_its_way = Q(sid=update.sid, state__in=[State.QUEUED, State.SENDING])
    if not row.filter(on_its_way | ~Q(sid__in=["", update.sid])).exists():
        delivery_status.record([update])
