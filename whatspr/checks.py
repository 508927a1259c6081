"""System checks: they report a misconfiguration at start, with an id and a hint.

With DEBUG off a missing key is an error, so that real users never get the scripted demo; with DEBUG on
it is a warning.
"""

import math
import re
import sqlite3
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured

from assistant.prices import FORM as PRICES_FORM
from assistant.prices import parse, price_of
from sessions_app.config import SessionConfig
from sessions_app.housekeeping.thread_deletion import RUN_SECONDS
from sessions_app.management import SETTINGS_CHECKS
from sessions_app.telemetry.heartbeats import BEAT_SECONDS
from whatspr.environment import host_of, is_loopback

RANDOM = "Set it to the output of `openssl rand -hex 32`."
REQUIRED = {
    "E001": ("SECRET_KEY", RANDOM),
    "E002": (
        "OPENAI_API_KEY",
        "Without the key the scripted demo answers, which is for development only.",
    ),
    "E003": (
        "PUBLIC_URL",
        "Set it to the https address that Twilio calls: signatures depend on it.",
    ),
    "E004": ("TWILIO_ACCOUNT_SID", "Copy it from the Twilio console."),
    "E005": ("TWILIO_AUTH_TOKEN", "Copy it from the Twilio console; webhooks are verified with it."),
    "E006": ("TWILIO_WHATSAPP_FROM", "Set it to your sender, like whatsapp:+14155238886."),
}
LOWEST = {
    "TURN_CONCURRENCY": 1,
    "TURN_MAX_ATTEMPTS": 1,
    "DELIVERY_MAX_ATTEMPTS": 1,
    "DELIVERY_PART_WAIT_SECONDS": 0,
    "TRANSCRIPT_RETENTION_DAYS": 0,
    "RELEASE_RETENTION_DAYS": 1,
    # Triggers keep the newer ones.
    "AUDIT_RETENTION_DAYS": 365,
    "BACKUP_RETENTION_DAYS": 1,
    "TRUSTED_PROXIES": 0,
    "TURN_QUIET_SECONDS": 0,
    "TURN_QUIET_MOST_SECONDS": 0,
    "OPENAI_DAILY_BUDGET": 0,
    "PHONE_TURNS_PER_MINUTE": 0,
    "PHONE_TURNS_PER_DAY": 0,
    "HEALTH_DOOMED_THREADS": 0,
    "HEALTH_CLEANUP_GRACE_SECONDS": 0,
    "HEALTH_MESSAGE_WAIT_SECONDS": 0,
    # One heartbeat may be late.
    "HEALTH_WORKER_SILENT_SECONDS": 2 * BEAT_SECONDS,
    "HEALTH_SCHEDULER_SILENT_SECONDS": 2 * BEAT_SECONDS,
}
YEAR = 366 * 86400
HIGHEST = {
    "TRANSCRIPT_RETENTION_DAYS": 36_500,
    "RELEASE_RETENTION_DAYS": 36_500,
    "AUDIT_RETENTION_DAYS": 36_500,
    "BACKUP_RETENTION_DAYS": 36_500,
    "DELIVERY_PART_WAIT_SECONDS": YEAR,
    "TRUSTED_PROXIES": 10,
    "TURN_QUIET_SECONDS": 60,
    "TURN_QUIET_MOST_SECONDS": 60,
    "OPENAI_DAILY_BUDGET": 10**6,
    "PHONE_TURNS_PER_MINUTE": 10**9,
    "PHONE_TURNS_PER_DAY": 10**9,
    "HEALTH_DOOMED_THREADS": 10**9,
    "HEALTH_CLEANUP_GRACE_SECONDS": YEAR,
    "HEALTH_MESSAGE_WAIT_SECONDS": YEAR,
    "HEALTH_WORKER_SILENT_SECONDS": YEAR,
    "HEALTH_SCHEDULER_SILENT_SECONDS": YEAR,
}
HOST = r"([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])"
PLAIN_ADDRESS = re.compile(rf"https?://{HOST}(:[1-9][0-9]*)?")
ALLOWED_HOST = re.compile(rf"\*|\.?{HOST}", re.IGNORECASE)
MAIL_ADDRESS = re.compile(r"[^\s<>@;]+@[^\s<>@;]+|[^<>]*<[^\s<>@;]+@[^\s<>@;]+>")
SHORTEST = {"SECRET_KEY": 32, "HEALTH_API_TOKEN": 24}
VISIBLE_ASCII = (
    *("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "OPENAI_WRITER_MODEL"),
    "OPENAI_TRANSCRIPTION_MODEL",
    *("HEALTH_API_TOKEN", "PUBLIC_URL", "OPERATOR_WEBHOOK_URL"),
    *("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_BASE_URL"),
)
"""Settings that become part of an HTTP request."""
MODELS = ("OPENAI_MODEL", "OPENAI_WRITER_MODEL", "OPENAI_TRANSCRIPTION_MODEL")
SQLITE_MINIMUM = (3, 35, 0)


@register(SETTINGS_CHECKS)
def required_settings(**kwargs: Any) -> list[CheckMessage]:
    """E001-E006: settings that production needs. Warnings (W…) with DEBUG on."""
    found: list[CheckMessage] = []
    for number, (name, hint) in REQUIRED.items():
        if _value(name):
            continue
        if settings.DEVELOPMENT:
            found.append(Warning(f"{name} is not set.", hint, id=f"whatspr.W{number[1:]}"))
        else:
            found.append(Error(f"{name} is not set.", hint, id=f"whatspr.{number}"))
    return found


def _value(name: str) -> str:
    try:
        return str(getattr(settings, name)).strip(" ,")
    except ImproperlyConfigured:  # Django's own answer to an empty SECRET_KEY
        return ""


@register(SETTINGS_CHECKS)
def twilio_settings(**kwargs: Any) -> list[CheckMessage]:
    """E010, E011, E018: incomplete credentials, a sender that is not a WhatsApp number, odd webhook keys."""
    found: list[CheckMessage] = []
    names = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_WHATSAPP_FROM")
    missing = [name for name in names if not _value(name)]
    if missing and (settings.TWILIO_ACCOUNT_SID or settings.TWILIO_WHATSAPP_FROM):
        found.append(
            Error(
                f"Twilio's credentials are incomplete: {', '.join(missing)} missing.",
                "Set all three, or neither TWILIO_ACCOUNT_SID nor TWILIO_WHATSAPP_FROM.",
                id="whatspr.E010",
            )
        )
    keys = settings.TWILIO_WEBHOOK_KEYS
    if not all(re.fullmatch("[!-~]+", word) for word in (*keys, *keys.values())):
        found.append(
            Error(
                "TWILIO_WEBHOOK_KEYS has an entry that is not a key's id and secret.",
                "Use the form id:secret,id:secret, without spaces.",
                id="whatspr.E018",
            )
        )
    sender = settings.TWILIO_WHATSAPP_FROM
    if sender and not _is_whatsapp_number(sender):
        found.append(
            Error(
                "TWILIO_WHATSAPP_FROM is not a WhatsApp sender.",
                "Use the form whatsapp:+14155238886.",
                id="whatspr.E011",
            )
        )
    return found


def _is_whatsapp_number(sender: str) -> bool:
    if not re.fullmatch(r"whatsapp:\+[0-9]+", sender):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(sender.removeprefix("whatsapp:")))
    except phonenumbers.NumberParseException:
        return False


@register(SETTINGS_CHECKS)
def addresses(**kwargs: Any) -> list[CheckMessage]:
    """E012: addresses must be https; plain http is for loopback only."""
    return [
        Error(
            f"{name} must be an https address (plain http only on loopback).",
            "For example https://example.org",
            id="whatspr.E012",
        )
        for name in ("PUBLIC_URL", "OPENAI_BASE_URL", "TWILIO_API_BASE_URL", "OPERATOR_WEBHOOK_URL")
        if getattr(settings, name) and not _is_safe_address(getattr(settings, name))
    ]


def _is_safe_address(address: str) -> bool:
    host = host_of(address)
    try:
        parts = urlsplit(address)
        is_port = parts.port != 0  # raises for other odd ports
    except ValueError:
        return False
    return (
        bool(host) and is_port and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))
    )


@register(SETTINGS_CHECKS)
def public_url(**kwargs: Any) -> list[CheckMessage]:
    """E013: PUBLIC_URL is a scheme, a host and perhaps a port, because paths are added to it."""
    url = settings.PUBLIC_URL
    if not url or not _is_safe_address(url) or PLAIN_ADDRESS.fullmatch(url.lower()):
        return []
    return [
        Error(
            "PUBLIC_URL must be a scheme and a host, perhaps with a port, and nothing else.",
            "For example https://pr.example.org: no user, password, path, query, fragment or dot at the end; "
            "an international host name in its xn-- form. The webhook's path is for the Twilio console only.",
            id="whatspr.E013",
        )
    ]


@register(SETTINGS_CHECKS)
def allowed_hosts(**kwargs: Any) -> list[CheckMessage]:
    """E019: entries that no Host header would ever match."""
    entries = {*settings.ALLOWED_HOSTS} - {host_of(settings.PUBLIC_URL)}
    if all(ALLOWED_HOST.fullmatch(entry) for entry in entries):
        return []
    hint = "Separate host names by commas, without scheme, port and path: pr.example.org,www.example.org"
    return [Error("ALLOWED_HOSTS has an entry that is not a host name.", hint, id="whatspr.E019")]


@register(SETTINGS_CHECKS)
def visible_ascii(**kwargs: Any) -> list[CheckMessage]:
    """E014: spaces, control characters and letters beyond ASCII in what HTTP requests carry."""
    return [
        Error(
            f"{name} contains a space, a control character or a letter beyond ASCII.",
            "Write its value again. An international host name has an xn-- form.",
            id="whatspr.E014",
        )
        for name in VISIBLE_ASCII
        if not re.fullmatch("[!-~]*", getattr(settings, name))
    ]


@register(SETTINGS_CHECKS)
def secrets_are_long(**kwargs: Any) -> list[CheckMessage]:
    """E015: secrets that can be guessed; no finding with DEBUG on, unless the address is public."""
    return [
        Error(f"{name} is shorter than {least} characters.", RANDOM, id="whatspr.E015")
        for name, least in SHORTEST.items()
        if not settings.DEBUG and 0 < len(_value(name)) < least
    ]


@register(SETTINGS_CHECKS)
def pseudonym_keys(**kwargs: Any) -> list[CheckMessage]:
    """E042: keys that are blank or, with DEBUG off, short. Without any, SECRET_KEY is the key."""
    if not settings.PSEUDONYM_KEY:
        return []
    least = 1 if settings.DEBUG else SHORTEST["SECRET_KEY"]
    if all(len(key.strip()) >= least for key in settings.PSEUDONYM_KEY.split(",")):
        return []
    problem = f"PSEUDONYM_KEY has a key that is shorter than {least} characters, or blank."
    hint = f"{RANDOM} During a rotation: PSEUDONYM_KEY=new,old"
    return [Error(problem, hint, id="whatspr.E042")]


@register(SETTINGS_CHECKS)
def debug_is_local(**kwargs: Any) -> list[CheckMessage]:
    """E016: DEBUG on a server. `make run` may be behind a tunnel: it sets MAKE_RUN."""
    if not settings.DEVELOPMENT or settings.DEBUG or settings.MAKE_RUN:
        return []
    return [
        Error(
            "DEBUG is on, but PUBLIC_URL is not an address of this machine.",
            "On a server leave DEBUG off. With a tunnel to this machine, use `make run`.",
            id="whatspr.E016",
        )
    ]


@register(SETTINGS_CHECKS)
def timeouts_nest(**kwargs: Any) -> list[CheckMessage]:
    """E020: a time-out must be shorter than the one around it, or it would never be reached."""
    pairs = [
        ("OPENAI_TIMEOUT_SECONDS", "TURN_DEADLINE_SECONDS"),
        ("TURN_LEASE_RENEWAL_SECONDS", "TURN_LEASE_SECONDS"),
        ("TWILIO_TIMEOUT_SECONDS", "DELIVERY_STALE_SECONDS"),
        ("SCHEDULES_TIMEOUT_SECONDS", "SCHEDULES_STALE_SECONDS"),
    ]
    values = [(n1, getattr(settings, n1), n2, getattr(settings, n2)) for n1, n2 in pairs]
    cluster = settings.Q_CLUSTER
    values.append(('Q_CLUSTER["timeout"]', cluster["timeout"], 'Q_CLUSTER["retry"]', cluster["retry"]))
    tick = settings.SCHEDULES_TIMEOUT_SECONDS
    values.append(("Twice the deletion of threads", 2 * RUN_SECONDS, "SCHEDULES_TIMEOUT_SECONDS", tick))
    found = [
        f"{inner} ({inner_value}) must be above 0 and below {outer} ({outer_value})."
        for inner, inner_value, outer, outer_value in values
        if not 0 < inner_value < outer_value
    ]
    found += SessionConfig.not_nested(settings.SESSION_TTL_SECONDS, settings.SESSION_CLEANUP_INTERVAL)
    return [
        Error(problem, "Each time-out must be below the one around it.", id="whatspr.E020")
        for problem in found
    ]


@register(SETTINGS_CHECKS)
def lowest_and_highest_values(**kwargs: Any) -> list[CheckMessage]:
    """E021: numbers within their bounds; infinity and NaN are errors."""
    found = SessionConfig.out_of_range(settings.SESSION_TTL_SECONDS, settings.SESSION_CLEANUP_INTERVAL)
    for name, least in LOWEST.items():
        most, value = HIGHEST.get(name, math.inf), getattr(settings, name)
        if not least <= value:
            found.append(f"{name} must be at least {least:g}, not {value}.")
        elif not value <= most:
            found.append(f"{name} must be at most {most}, not {value}.")
    return [Error(problem, id="whatspr.E021") for problem in found]


@register(SETTINGS_CHECKS)
def quiet_times(**kwargs: Any) -> list[CheckMessage]:
    """E045: the most that messages wait for quiet is less than one quiet time."""
    quiet, most = settings.TURN_QUIET_SECONDS, settings.TURN_QUIET_MOST_SECONDS
    if not quiet or not most < quiet:
        return []
    problem = f"TURN_QUIET_MOST_SECONDS ({most:g}) must not be below TURN_QUIET_SECONDS ({quiet:g})."
    hint = "TURN_QUIET_SECONDS=0 answers each message at once."
    return [Error(problem, hint, id="whatspr.E045")]


@register(SETTINGS_CHECKS)
def second_factor(**kwargs: Any) -> list[CheckMessage]:
    """W060: on a server a password alone opens the console."""
    if settings.OPERATOR_TWO_FACTOR or settings.DEVELOPMENT:
        return []
    problem = "OPERATOR_TWO_FACTOR is off: a stolen or guessed password is enough to read all conversations."
    return [
        Warning(
            problem, "Remove it from .env: operators set up an app at the next log-in.", id="whatspr.W060"
        )
    ]


@register(SETTINGS_CHECKS)
def operator_emails(**kwargs: Any) -> list[CheckMessage]:
    """E040, E041: operators' addresses without an e-mail server, and odd ones."""
    found: list[CheckMessage] = [
        Error(f"{name} has an entry that is not an e-mail address.", hint, id="whatspr.E041")
        for name, given, hint in (
            ("OPERATOR_EMAILS", settings.OPERATOR_EMAILS, "Separate addresses by commas."),
            ("EMAIL_FROM", [settings.DEFAULT_FROM_EMAIL], "For example WhatsPR <pr@example.org>"),
        )
        if not all(MAIL_ADDRESS.fullmatch(address) for address in given)
    ]
    if (
        settings.OPERATOR_EMAILS
        and not settings.DEVELOPMENT
        and settings.EMAIL_BACKEND.endswith("console.EmailBackend")
    ):
        hint = "Set EMAIL_URL, like smtp+tls://user:password@host:587, or leave OPERATOR_EMAILS empty."
        found.append(Error("OPERATOR_EMAILS is set, but EMAIL_URL is not.", hint, id="whatspr.E040"))
    return found


@register(SETTINGS_CHECKS)
def webhook_secret(**kwargs: Any) -> list[CheckMessage]:
    """E043: calls of the web hook that could not be signed, or whose signature could be guessed."""
    if not settings.OPERATOR_WEBHOOK_URL:
        return []
    from sessions_app.housekeeping import operator_webhook  # and aiohttp, which few commands need

    try:
        operator_webhook.key(settings.OPERATOR_WEBHOOK_SECRET)
    except ValueError:
        problem = "OPERATOR_WEBHOOK_URL is set, but OPERATOR_WEBHOOK_SECRET is not base64 of 24 to 64 bytes."
        hint = "Set it to the output of `openssl rand -base64 32`, or to the whsec_… of the receiver."
        return [Error(problem, hint, id="whatspr.E043")]
    return []


@register(SETTINGS_CHECKS)
def prices(**kwargs: Any) -> list[CheckMessage]:
    """E050, E051: prices that cannot be read, and a budget without the price of a model in use."""
    try:
        parse(settings.OPENAI_PRICES)
    except ValueError as error:
        problem = f"OPENAI_PRICES has an entry that is not a price: {error}"
        hint = f"US dollars for a million tokens (input/cached input/output) or a minute, like {PRICES_FORM}"
        return [Error(problem, hint, id="whatspr.E050")]
    if not settings.OPENAI_DAILY_BUDGET:
        return []
    models = {getattr(settings, name): name for name in MODELS}
    return [
        Error(
            f"OPENAI_DAILY_BUDGET needs the price of {model} ({name}).",
            f"Add it to OPENAI_PRICES, like {PRICES_FORM}, or set OPENAI_DAILY_BUDGET=0.",
            id="whatspr.E051",
        )
        for model, name in models.items()
        if model and price_of(model) is None
    ]


@register(SETTINGS_CHECKS)
def sqlite_version(**kwargs: Any) -> list[CheckMessage]:
    """E030: our upserts need RETURNING (SQLite 3.35 of March 2021)."""
    engine = settings.DATABASES["default"]["ENGINE"]
    if engine.endswith("sqlite3") and sqlite3.sqlite_version_info < SQLITE_MINIMUM:
        return [
            Error(
                f"SQLite {sqlite3.sqlite_version} is too old; 3.35 or newer is needed.",
                "Use a newer Python, or PostgreSQL (DATABASE_URL).",
                id="whatspr.E030",
            )
        ]
    return []
