"""The fixed texts: what is answered without the interviewer.

The constants are English; `gettext` speaks the user's language where a reply is made of them.
"""

import re
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext

from assistant.interview import Choice, Reply
from sessions_app.db.thread_pool import async_twin
from sessions_app.messages import attachments
from sessions_app.messages.keywords import MENU
from sessions_app.models import InboundMessage
from sessions_app.sessions import backend
from sessions_app.turns import choices, erasing, language_texts, release_texts
from sessions_app.turns.turn import Turn

Kind = InboundMessage.Kind

WELCOME = gettext_noop(
    "Welcome to WhatsPR! I'll help you write a press release. What would you like to announce?\n\n"
    "1. A funding round\n2. A product launch\n3. A partnership\n\n"
    "Reply with 1, 2 or 3, or tell me in your own words."
)
PARKED = gettext_noop("What you told me before is kept: */drafts* brings it back.")
HELP = gettext_noop(
    "I interview you and write your press release from your answers.\n\n"
    "Send */status* to see what I have so far, */drafts* for all your press releases, *menu* to begin "
    "another one (nothing is lost), */language* for another language, */help* for this message. *delete my "
    "data* deletes all that I have of you, after I have asked you once more."
)
EMPTY = gettext_noop("I could not find anything in that message. Please send it once more.")
APOLOGY = gettext_noop(
    "Sorry, I could not answer your last message: something went wrong on my side. "
    "Your answers so far are safe. Please send it again in a little while. "
    "If that does not help, send *menu* to begin another press release: this one is kept, and */drafts* "
    "brings it back."
)
TAKES_LONGER = gettext_noop(
    "Sorry, it takes longer than usual: something is wrong on my side. "
    "Your answers so far are safe, and I will reply as soon as I can. You need not send anything again."
)

RESTS = gettext_noop(
    "Thank you for your message! I have done all I can for today, so I need to rest until tomorrow. "
    "What you wrote is kept: just send me a message tomorrow, and we go on from there. "
    "I have also told a person of our team."
)
RESTS_UNHEARD = gettext_noop(
    "Thank you for your message! I have done all I can for today, so I need to rest until tomorrow. "
    "I have not opened what you sent: please send it once more tomorrow, and we go on from there. "
    "I have also told a person of our team."
)
"""Told beside media: what they say would be a call of its own, and they may be gone tomorrow."""

_LISTED = re.compile(r"^\d\. (.+)$", re.MULTILINE)
_FIXED = {Kind.NO_TEXT: EMPTY, Kind.HELP: HELP}


def reply_to(turn: Turn) -> Reply:
    """Return the reply to a turn that needs no interviewer, and do what a choice stands for."""
    if turn.rests:
        has_files = any(attachments.files(message.media) for message in turn.messages)
        return Reply(text=gettext(RESTS_UNHEARD if has_files else RESTS))
    if turn.kind == Kind.CHOICE:
        return choices.carry_out(turn)
    if turn.kind == Kind.DRAFTS:
        return release_texts.drafts(turn.lease.phone)
    if turn.kind == Kind.FORGET:
        return erasing.question()
    if turn.kind == Kind.LANGUAGE:
        return language_texts.reply_to(turn)
    return Reply(text=status(turn) if turn.kind == Kind.STATUS else gettext(_FIXED[Kind(turn.kind)]))


def welcome_labels() -> list[str]:
    """Return what the welcome lists."""
    return _LISTED.findall(gettext(WELCOME))


def welcome_choices() -> list[Choice]:
    """Return the choices of the welcome, each with the sentence that it stands for."""
    said = zip(welcome_labels(), MENU.values(), strict=True)
    return [Choice(label=label, action=f"{choices.SAY} {sentence}") for label, sentence in said]


def status(turn: Turn) -> str:
    """Return how far the press release is and how long the session lives on, in a few lines."""
    phone = turn.lease.phone
    parts = [release_texts.status_of(phone), release_texts.links_of(phone), _session_line(turn)]
    return "\n\n".join(filter(None, parts))


def _session_line(turn: Turn) -> str:
    if turn.session is None:
        return gettext("No conversation is open. Send me a message to start one.")
    if backend.is_legacy():
        return gettext("Your conversation is open.")
    ends = turn.session.last_accessed + timedelta(seconds=settings.SESSION_TTL_SECONDS)
    minutes = max(0, round((ends - timezone.now()).total_seconds() / 60))
    text = ngettext(
        "Your conversation stays open for {minutes} more minute without a message.",
        "Your conversation stays open for {minutes} more minutes without a message.",
        minutes,
    )
    return text.format(minutes=minutes)


areply_to = async_twin(reply_to)
