"""What a person reads of the ZIP with their data: an explanation, and what was said."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from sessions_app.data_registry import TABLES, Kept
from sessions_app.erasure.remains import Rest
from sessions_app.messages import attachments, heard
from sessions_app.models import InboundMessage, OutboundMessage

_README = """Your data
=========

This is what WhatsPR stores of you, as of {now}, under: {addresses}.

transcript.txt   what you wrote and what you were told, in the order of time
data.json        everything, table by table; all times are UTC
documents/       the files that were made of your press releases
media/           the files that you have sent, where they are still there

Left out: the names of the people who work with WhatsPR. They are called "an operator". The bytes of files
are not in data.json, because they are in the folders.

What is in data.json, and for how long we keep it
-------------------------------------------------

{tables}

Who else gets it
----------------

Twilio carries the messages to and from WhatsApp. OpenAI reads what you write and send, and answers.
{missing}
If everything is erased, this is left
-------------------------------------

{remains}

Your rights
-----------

You may have wrong data corrected and everything erased, object, and complain to a data protection
authority. Facts of a press release you can correct in the chat.
"""


def readme(
    addresses: Collection[str], labels: Iterable[str], rests: Iterable[Rest], missing: Collection[str]
) -> str:
    """Return the explanation of a ZIP with rows of the tables `labels`."""
    not_there = ["", "These files could not be fetched from Twilio:", "", *missing, ""]
    return _README.format(
        now=_moment(timezone.now()),
        addresses=", ".join(addresses),
        tables="\n".join(f"{label}: {TABLES[label].holds}.\n    Kept: {_kept(label)}." for label in labels),
        missing="\n".join(not_there) if missing else "",
        remains="\n".join(f"- {rest['what']}, at {rest['at']}, until {rest['until']}" for rest in rests),
    )


def transcript(said: Iterable[InboundMessage], told: Iterable[OutboundMessage]) -> str:
    """Return what was `said` and `told`, oldest first."""
    entries = [
        *((one.received_at, "You", _said(one)) for one in said),
        *((one.created_at, _who(one), one.body) for one in told),
    ]
    lines = [f"{_moment(at)}  {who}\n{text}\n" for at, who, text in sorted(entries, key=lambda one: one[0])]
    return "\n".join(lines) or "There are no messages.\n"


def _said(message: InboundMessage) -> str:
    lines = [message.body]
    for number, item in enumerate(message.media):
        kind = attachments.place(item) if attachments.is_place(item) else attachments.file_name(item)
        text = heard.of(message, number).get("text", "")
        lines.append(f"[{kind}] {text}".strip())
    return "\n".join(filter(None, lines))


def _who(message: OutboundMessage) -> str:
    return "An operator" if message.author == OutboundMessage.Author.OPERATOR else "WhatsPR"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _kept(label: str) -> str:
    return (
        "; ".join(f"{_words(kept)} {kept.since}".strip() for kept in TABLES[label].kept) or "without a limit"
    )


def _words(kept: Kept) -> str:
    length = kept.length()
    for unit, word in (
        (timedelta(days=1), "day"),
        (timedelta(hours=1), "hour"),
        (timedelta(minutes=1), "minute"),
    ):
        if length >= unit:
            amount = length / unit
            return f"{amount:g} {word}{'' if amount == 1 else 's'}"
    return ""
