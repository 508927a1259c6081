"""Reads the older service's sessions, a mapping of phone -> thread, as the strangers' data that it is."""

import json
import re
from collections.abc import Mapping
from typing import Any

from assistant.invisible import is_blank
from sessions_app.models import RemoteThread
from sessions_app.phones import PHONE_MAX_LENGTH
from sessions_app.privacy import pseudonym

_PREFIX = re.compile(r"\A\s*whatsapp:", re.IGNORECASE)
_MAX_THREAD = int(RemoteThread._meta.get_field("thread_id").max_length or 0)


class NotStorable(ValueError):
    """An entry that cannot become a session; says which and why, without its phone."""


def parse(text: str) -> dict[str, Any]:
    """Return the entries of a JSON object, whatever they are. Raises ValueError, RecursionError."""
    mapping = json.loads(text, object_pairs_hook=_all_of)
    if not isinstance(mapping, dict):
        raise ValueError("it holds no JSON object of phone -> thread")
    return mapping


def bare_phone(phone: str) -> str:
    """Return `phone` without white space around it and without a `whatsapp:` before it."""
    return _PREFIX.sub("", phone).strip()


def is_blank_phone(key: Any) -> bool:
    """Return True if `key` is None, or a phone of which nothing is seen."""
    return key is None or (isinstance(key, str) and is_blank(bare_phone(key)))


def threads_by_phone(mapping: Mapping[Any, Any]) -> dict[str, str]:
    """Return the bare phone -> thread of every entry that has both (not None, not blank).

    White space around both, and a `whatsapp:` before the phone, are dropped. Raises `NotStorable` for the
    first entry that is no text, too long or has unprintable characters, or that means the same phone as
    an entry before it.
    """
    threads: dict[str, str] = {}
    for number, (key, value) in enumerate(mapping.items(), start=1):
        if is_blank_phone(key):
            continue
        bare = bare_phone(key) if isinstance(key, str) else key
        phone = _text(bare, "phone", PHONE_MAX_LENGTH, f"entry {number}")
        entry = f"entry {number} ({pseudonym(phone)})"
        thread = _text("" if value is None else value, "thread", _MAX_THREAD, entry)
        if not thread:
            continue
        if phone in threads:
            raise NotStorable(f"{entry}: an entry before it means the same phone")
        threads[phone] = thread
    return threads


def _all_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key occurs twice; keep one of them")
    return found


def _text(value: Any, what: str, longest: int, entry: str) -> str:
    if not isinstance(value, str):
        raise NotStorable(f"{entry}: the {what} is not a text")
    text = value.strip()
    if len(text) > longest:
        raise NotStorable(f"{entry}: the {what} is longer than {longest} characters")
    if not text.isprintable():  # NUL and half surrogates, which no database takes, are among these
        raise NotStorable(f"{entry}: the {what} has unprintable characters")
    return text
