"""Twilio's form parameters, as plain values. Raises `MalformedForm` for what Twilio never sends."""

import re
from dataclasses import dataclass

from django.http import QueryDict

MAX_MEDIA = 10
_MEDIA = [(f"MediaUrl{n}", f"MediaContentType{n}") for n in range(MAX_MEDIA)]
_ADDRESS = re.compile(r"whatsapp:(\+[1-9][0-9]{6,14}|[A-Z]{2}\.[A-Za-z0-9.]{1,128})")
"""E.164, or since 2026 a business-scoped user id (two letters of a country, a dot, alphanumerics)."""
_SID = re.compile(r"[A-Za-z0-9]{1,64}")


class MalformedForm(ValueError):
    """A signed form without the parameters that every such webhook carries."""


@dataclass(frozen=True, kw_only=True)
class Inbound:
    message_sid: str
    phone: str
    body: str
    media: list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class StatusUpdate:
    message_sid: str
    word: str
    error_code: str


def _sid(form: QueryDict) -> str:
    sid = form.get("MessageSid", "")
    if not _SID.fullmatch(sid):
        raise MalformedForm("MessageSid is missing or malformed")
    return sid


def parse_inbound(form: QueryDict) -> Inbound:
    """Read an inbound message; media are dicts of `url` and `content_type`, at most 10."""
    address = _ADDRESS.fullmatch(form.get("From", ""))
    if not address:
        raise MalformedForm("From is missing or no WhatsApp address")
    return Inbound(message_sid=_sid(form), phone=address[1], body=form.get("Body", ""), media=_media(form))


def _media(form: QueryDict) -> list[dict[str, str]]:
    media = [
        {"url": form.get(url, ""), "content_type": form.get(content_type, "")}
        for url, content_type in _MEDIA
        if url in form
    ]
    if "Latitude" in form and "Longitude" in form:
        media.append({"latitude": form.get("Latitude", ""), "longitude": form.get("Longitude", "")})
    return media


def parse_status(form: QueryDict) -> StatusUpdate:
    """Read a status callback; the words are Twilio's own, `error_code` is "" where there is none."""
    word = form.get("MessageStatus", "")
    if not word:
        raise MalformedForm("MessageStatus is missing")
    return StatusUpdate(
        message_sid=_sid(form), word=word, error_code=form.get("ErrorCode", "").replace("\0", "")[:64]
    )
