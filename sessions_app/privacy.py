"""How a phone number may appear in logs and lists: a keyed pseudonym and the last four characters."""

import hashlib
import hmac

from django.conf import settings


def masked(name: str) -> str:
    """Return the first character of a person's `name` and an ellipsis, "" for no name."""
    return f"{name[0]}…" if name else ""


def pseudonym(phone: str) -> str:
    """Return `phone` as "9f86d081aa…0001": keyed HMAC-SHA256 (10 hex digits) and the last 4 characters.

    The key is SECRET_KEY: the same phone has the same pseudonym in all our processes, and without
    the key no number can be tried against it.
    """
    digest = hmac.digest(settings.SECRET_KEY.encode(), phone.encode("utf-8", "replace"), hashlib.sha256)
    return f"{digest.hex()[:10]}…{phone[-4:]}"
