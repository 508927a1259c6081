"""Signed links to documents: they can be fetched for 24 hours, without a session or a cookie.

A link is an address below PUBLIC_URL: `/documents/`, a token, and the name by which WhatsApp shows the file.
The token stands for the document's UUID and the time of signing. It belongs in no log.
"""

import re
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

PREFIX = "/documents/"
HOURS = 24
_SALT = "sessions_app.messages.document_links"
_TOKEN = re.compile(rf"(?<={PREFIX})[^/\s\"'\\?#]+")


def sign(document: UUID, name: str) -> str:
    """Return the path of a new link to `document`, whose file is called `name` (ASCII, no slash)."""
    return f"{PREFIX}{_signer().sign(document.hex)}/{name}"


def address(document: UUID, name: str) -> str:
    """Return the whole address of a new link."""
    return f"{settings.PUBLIC_URL}{sign(document, name)}"


def check(token: str) -> UUID | None:
    """Return the document that `token` stands for; None if it is not ours, was changed or has expired."""
    if not token.isascii():
        return None
    try:
        value = _signer().unsign(token, max_age=HOURS * 3600)
    except BadSignature:
        return None
    return UUID(value)


def without_tokens(text: str) -> str:
    """Return `text` with "…" in place of each token."""
    return _TOKEN.sub("…", text)


def _signer() -> TimestampSigner:
    return TimestampSigner(salt=_SALT, sep=".")
