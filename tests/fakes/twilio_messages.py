"""Messages at the fake Twilio: what is refused, how one looks as JSON, how a list is paged.

Sources: the codes of twilio.com/docs/api/errors, wordings as reported in public issues, and the
twilio package's `MessageInstance` and `Page`.
"""

from __future__ import annotations

import operator
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.fakes.fake_vendor import VendorError

DEFAULT_ACCOUNT_SID = "AC" + "0123456789abcdef" * 2
DEFAULT_AUTH_TOKEN = "fedcba9876543210" * 2
DEFAULT_SENDER = "whatsapp:+14155238886"
MAX_BODY = 1600
_WHATSAPP = "whatsapp:"
# E.164, or a business-scoped user id: a country's two letters, a dot, letters and digits.
_ADDRESS = re.compile(r"\+[1-9]\d{6,14}|[A-Z]{2}\.[A-Za-z0-9.]{1,128}")
_SID = re.compile(r"(SM|MM)[0-9a-f]{32}")
RECEIVED = "received"
_UNSETTLED = {"accepted", "scheduled", "queued", "sending", "sent"}
_DATE_FILTERS = {"DateSent": operator.eq, "DateSent<": operator.le, "DateSent>": operator.ge}


@dataclass(slots=True)
class Message:
    """One accepted message. `accepted_at` is UTC; `number` counts from 1 in order of acceptance."""

    number: int
    sid: str
    account_sid: str
    to: str
    from_: str
    body: str
    status_callback: str | None
    media_urls: list[str] = field(default_factory=list)
    status: str = "queued"
    error_code: int | None = None
    accepted_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    sent_at: datetime | None = None
    content_sid: str = ""
    hides_body: bool = False
    received_media: list[str] = field(default_factory=list)
    """SIDs of what a user has sent with it."""

    @property
    def is_settled(self) -> bool:
        """Twilio deletes a message only when it knows what became of it: error 20009 otherwise.

        One that is "sent" is not settled for up to an hour (source: github.com/code-dot-org/code-dot-org,
        pull requests 8914 and 11188).
        """
        return self.status not in _UNSETTLED

    def as_json(self) -> dict[str, Any]:
        """The message resource."""
        uri = f"/2010-04-01/Accounts/{self.account_sid}/Messages/{self.sid}"
        return {
            "account_sid": self.account_sid,
            "api_version": "2010-04-01",
            "body": "" if self.hides_body else self.body,
            "date_created": format_datetime(self.accepted_at),
            "date_sent": format_datetime(self.sent_at) if self.sent_at else None,
            "date_updated": format_datetime(self.sent_at or self.accepted_at),
            "direction": "inbound" if self.status == RECEIVED else "outbound-api",
            "error_code": self.error_code,
            "error_message": "The fake was told to fail." if self.error_code else None,
            "from": self.from_,
            "messaging_service_sid": None,
            "num_media": str(len(self.media_urls) + len(self.received_media)),
            "num_segments": "1",
            "price": None,
            "price_unit": None,
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.to,
            "uri": f"{uri}.json",
        }


def phone_of(address: str) -> str:
    """The address without its `whatsapp:` prefix."""
    return address.removeprefix(_WHATSAPP)


def is_message_sid(value: object) -> bool:
    """Whether this looks like a message SID: SM or MM and 32 hex digits."""
    return isinstance(value, str) and _SID.fullmatch(value) is not None


def check_message(form: Mapping[str, Any], *, sender: str, blocked: set[str]) -> None:
    """Raises VendorError (400 with Twilio's code) for what Twilio does not accept.

    `blocked` has phones without prefix.
    """
    from_, to, body = (str(form.get(name, "")) for name in ("From", "To", "Body"))
    if not from_:
        raise VendorError(400, "A 'From' phone number is required.", code=21603)
    if not to:
        raise VendorError(400, "A 'To' phone number is required.", code=21604)
    if from_ != sender:
        if from_.startswith(_WHATSAPP):
            raise VendorError(
                400, "Twilio could not find a Channel with the specified From address", code=63007
            )
        raise VendorError(400, f"Invalid From Number (caller ID): {from_}", code=21212)
    if to.startswith(_WHATSAPP) != from_.startswith(_WHATSAPP):
        raise VendorError(
            400, "Invalid From and To pair. From and To should be of the same channel", code=21910
        )
    if not _ADDRESS.fullmatch(phone_of(to)):
        raise VendorError(400, f"The 'To' number {to} is not a valid phone number.", code=21211)
    if not body.strip() and not form.get("MediaUrl") and not form.get("ContentSid"):
        raise VendorError(400, "A text message body or media urls must be specified.", code=21619)
    # Counted in UTF-16 units, so that an emoji counts double: the stricter reading of Twilio's
    # "characters".
    if len(body.encode("utf-16-le")) // 2 > MAX_BODY:
        raise VendorError(400, "The concatenated message body exceeds the 1600 character limit.", code=21617)
    _check_media(form)
    if phone_of(to) in blocked:
        raise VendorError(400, "Attempt to send to unsubscribed recipient", code=21610)


def _check_media(form: Mapping[str, Any]) -> None:
    for url in media_urls_in(form):
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise VendorError(400, f"Invalid media URL(s): {url}", code=21620)


def media_urls_in(form: Mapping[str, Any]) -> list[str]:
    """The addresses of the files that a form attaches."""
    media = form.get("MediaUrl") or []
    return [media] if isinstance(media, str) else list(media)


def new_message(form: Mapping[str, Any], *, number: int, account_sid: str) -> Message:
    """The message that an accepted form makes."""
    urls = media_urls_in(form)
    return Message(
        number=number,
        sid=("MM" if urls else "SM") + secrets.token_hex(16),
        account_sid=account_sid,
        to=form["To"],
        from_=form["From"],
        body=str(form.get("Body", "")),
        status_callback=form.get("StatusCallback") or None,
        media_urls=urls,
    )


def message_page(messages: Sequence[Message], query: Mapping[str, str], uri: str) -> dict[str, Any]:
    """One page of `GET …/Messages.json`, newest first.

    Filters To, From, DateSent, DateSent< and DateSent> (both ends inclusive; a date or a UTC time;
    messages not sent yet go by their creation). Raises VendorError (400) for an unreadable value.
    """
    size, page = (_number(query, name, default) for name, default in (("PageSize", 50), ("Page", 0)))
    found = [message for message in reversed(messages) if _matches(message, query)]
    token = query.get("PageToken", "").removeprefix("PA")
    start = next((place + 1 for place, message in enumerate(found) if message.sid == token), page * size)
    shown = found[start : start + size]
    asked = {key: value for key, value in query.items() if key not in ("Page", "PageToken", "PageSize")}

    def page_uri(number: int, **more: str) -> str:
        return f"{uri}?{urlencode(asked | {'PageSize': str(size), 'Page': str(number)} | more)}"

    more_to_come = start + size < len(found)
    return {
        "messages": [message.as_json() for message in shown],
        "page": page,
        "page_size": size,
        "start": start,
        "end": start + len(shown) - 1,
        "uri": page_uri(page),
        "first_page_uri": page_uri(0),
        "previous_page_uri": page_uri(page - 1) if page else None,
        "next_page_uri": page_uri(page + 1, PageToken=f"PA{shown[-1].sid}") if more_to_come else None,
    }


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    value = query.get(name, str(default))
    if not value.isdigit() or int(value) > 1000:
        raise VendorError(400, f"Invalid {name}", code=20001)
    return int(value)


def _matches(message: Message, query: Mapping[str, str]) -> bool:
    if query.get("To", message.to) != message.to or query.get("From", message.from_) != message.from_:
        return False
    moment = (message.sent_at or message.accepted_at).replace(microsecond=0)
    for name, passes in _DATE_FILTERS.items():
        if name in query:
            asked = _moment(query[name])
            # A `datetime` is compared to the second, a `date` by whole days. DateSent itself means
            # the day.
            if name == "DateSent" and isinstance(asked, datetime):
                asked = asked.date()
            if not passes(moment if isinstance(asked, datetime) else moment.date(), asked):
                return False
    return True


def _moment(text: str) -> date:
    """A `datetime` in UTC, or a plain `date` where no time was given."""
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        raise VendorError(400, f"Invalid DateSent {text}", code=20001) from None
