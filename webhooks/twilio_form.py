"""Twilio's form parameters as plain values. Raises `MalformedForm` for a form that Twilio never sends."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from sessions_app.phones import BUSINESS_SCOPED_ID, E164

MAX_MEDIA = 10
_MEDIA = [(f"MediaUrl{n}", f"MediaContentType{n}") for n in range(MAX_MEDIA)]
_ADDRESS = re.compile(rf"whatsapp:({E164}|{BUSINESS_SCOPED_ID})")
_SID = re.compile(r"[A-Za-z0-9]{1,64}")
MAX_PARAMETERS = 1000


class Form(MultiValueDict[str, str]):
    """The parameters as they were sent, including blank and repeated ones."""

    getall = dict.__getitem__  # Twilio's validator looks here first, and each miss would raise


class MalformedForm(ValueError):
    """A form without the parameters that every such webhook has."""


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


def read_form(request: HttpRequest) -> Form:
    """Return the content of `request.POST`, in half the time: `QueryDict` adds value by value."""
    if request.encoding and request.encoding.lower() != "utf-8":
        raise MalformedForm("forms are UTF-8")
    try:
        text = request.body.decode()
    except UnicodeDecodeError:
        text = request.body.decode("latin-1")  # like Django; Twilio escapes all non-ASCII characters
    try:
        return Form(parse_qs(text, keep_blank_values=True, max_num_fields=MAX_PARAMETERS))
    except ValueError:
        raise MalformedForm("too many parameters") from None


def _sid(form: Form) -> str:
    sid = form.get("MessageSid", "")
    if not _SID.fullmatch(sid):
        raise MalformedForm("MessageSid is missing or malformed")
    return sid


def parse_inbound(form: Form) -> Inbound:
    """Read an inbound message; media are dicts of `url` and `content_type`, at most 10."""
    address = _ADDRESS.fullmatch(form.get("From", ""))
    if not address:
        raise MalformedForm("From is missing or is not a WhatsApp address")
    return Inbound(message_sid=_sid(form), phone=address[1], body=form.get("Body", ""), media=_media(form))


def _media(form: Form) -> list[dict[str, str]]:
    media = [
        {"url": form.get(url, ""), "content_type": form.get(content_type, "")}
        for url, content_type in _MEDIA
        if url in form
    ]
    if "Latitude" in form and "Longitude" in form:
        media.append({"latitude": form.get("Latitude", ""), "longitude": form.get("Longitude", "")})
    return media


def parse_status(form: Form) -> StatusUpdate:
    """Read a status callback. The words are Twilio's own; `error_code` is "" if there is none."""
    word = form.get("MessageStatus", "")
    if not word:
        raise MalformedForm("MessageStatus is missing")
    return StatusUpdate(
        message_sid=_sid(form), word=word, error_code=form.get("ErrorCode", "").replace("\0", "")[:64]
    )
