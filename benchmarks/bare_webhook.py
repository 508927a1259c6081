"""What the webhook is measured against: a bare WSGI callable, no framework, for granian.

It parses the form, checks the signature and stores the message with the same INSERT into the same
table, over one connection a thread, and does nothing else that the real webhook does.
"""

import base64
import hashlib
import hmac
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import psycopg

DATABASE = os.environ["BARE_DATABASE"]
"""A path (SQLite) or a URL (PostgreSQL)."""
URL = os.environ["BARE_URL"]
TOKEN = os.environ["BARE_TOKEN"].encode()

IS_SQLITE = not DATABASE.startswith("postgres")
_COLUMNS = "message_sid, phone, body, media, kind, received_at"
_MARKS = ", ".join(["?" if IS_SQLITE else "%s"] * 6)
INSERT = (
    f"INSERT INTO sessions_app_inboundmessage ({_COLUMNS}) VALUES ({_MARKS})"
    " ON CONFLICT (message_sid) DO NOTHING"
)
_mine = threading.local()


def _connect() -> Any:
    if not IS_SQLITE:
        return psycopg.connect(DATABASE, autocommit=True)
    connection = sqlite3.connect(DATABASE, timeout=20, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _store(row: tuple[Any, ...]) -> None:
    try:
        connection = _mine.connection
    except AttributeError:
        connection = _mine.connection = _connect()
    connection.execute(INSERT, row)


def _is_signed(form: dict[str, str], signature: str) -> bool:
    signed = URL + "".join(key + form[key] for key in sorted(form))
    mac = hmac.new(TOKEN, signed.encode(), hashlib.sha1).digest()
    return hmac.compare_digest(base64.b64encode(mac).decode(), signature)


def application(
    environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], Any]
) -> Iterable[bytes]:
    """Answer Twilio's inbound webhook."""
    body = environ["wsgi.input"].read().decode()
    form = dict(parse_qsl(body, keep_blank_values=True))
    if not _is_signed(form, environ.get("HTTP_X_TWILIO_SIGNATURE", "")):
        start_response("403 Forbidden", [("Content-Type", "text/plain")])
        return [b"invalid signature"]
    now = datetime.now(UTC).replace(tzinfo=None)
    received_at = str(now) if IS_SQLITE else datetime.now(UTC)
    phone = form["From"].removeprefix("whatsapp:")
    _store((form["MessageSid"], phone, form["Body"], "[]", "text", received_at))
    start_response("200 OK", [("Content-Type", "text/xml")])
    return [b"<Response/>"]
