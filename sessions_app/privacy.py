"""How a phone number may appear in logs, lists and opt-outs: a keyed pseudonym, a keyed hash."""

import hashlib
import hmac
import re

from django.conf import settings

_NOT_OURS = re.compile("[^/]*[^/a-z_][^/]*")
MAX_PATH = 200
_PSEUDONYM = re.compile(r"([0-9a-f]{10})\s*(?:…|\.{2,3})\s*([^\s\0\ud800-\udfff]{4})", re.IGNORECASE)


def masked(name: str) -> str:
    """Return the first character of a person's `name` and an ellipsis, "" for no name."""
    return f"{name[0]}…" if name else ""


def pseudonym(phone: str) -> str:
    """Return `phone` as "9f86d081aa…0001": keyed HMAC-SHA256 (10 hex digits) and the last 4 characters.

    The key is the first of PSEUDONYM_KEY, or SECRET_KEY: the same phone has the same pseudonym in all our
    processes, and without the key no number can be tried against it.
    """
    return f"{_hash(phone, _keys()[0])[:10]}…{phone[-4:]}"


def masked_path(path: str) -> str:
    """Return the first 200 characters of a request's path, with "…" for each part that is not a-z and "_".

    The others are ids, tokens, names of files and what clients make up.
    """
    return _NOT_OURS.sub("…", path[:MAX_PATH])


def pseudonyms(phone: str) -> list[str]:
    """Return the pseudonyms of `phone`, one for each key, the newest first: older lines have older ones."""
    return [f"{one[:10]}…{phone[-4:]}" for one in hashes(phone)]


def read_pseudonym(text: str) -> str:
    """Return the pseudonym that a person has copied, as `pseudonym` writes it, "" for any other text."""
    shown = _PSEUDONYM.fullmatch(text.strip())
    return f"{shown[1].lower()}…{shown[2]}" if shown else ""


def hashes(phone: str) -> list[str]:
    """Return the whole keyed hashes of `phone` (64 hex digits), one for each key, the newest first."""
    return [_hash(phone, key) for key in _keys()]


def _keys() -> list[str]:
    """Return the keys, the newest first.

    SECRET_KEY is always the last of them: what it has hashed is still found after PSEUDONYM_KEY was set.
    """
    own = [key.strip() for key in settings.PSEUDONYM_KEY.split(",")]
    return list(dict.fromkeys(key for key in (*own, settings.SECRET_KEY) if key))


def _hash(phone: str, key: str) -> str:
    return hmac.digest(key.encode(), phone.encode("utf-8", "replace"), hashlib.sha256).hex()
