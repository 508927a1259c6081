"""The fixed texts: what is answered without the interviewer."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from assistant.press_release import FIELDS
from sessions_app.models import InboundMessage
from sessions_app.sessions import backend
from sessions_app.turns.turn import Turn

Kind = InboundMessage.Kind

WELCOME = (
    "Welcome to WhatsPR! I'll help you write a press release. What would you like to announce?\n\n"
    "1. A funding round\n2. A product launch\n3. A partnership\n\n"
    "Reply with 1, 2 or 3, or tell me in your own words."
)
HELP = (
    "I interview you and write your press release from your answers.\n\n"
    "Send *reset* to start over, */status* to see what I have so far, */help* for this message."
)
TEXT_ONLY = "Thanks! I can only read text for now. Please write it to me as a text message."
APOLOGY = (
    "Sorry, I could not answer your last message: something went wrong on my side. "
    "Your answers so far are safe. Please send it again in a little while. "
    "If that does not help, send *reset* to start over."
)
TAKES_LONGER = (
    "Sorry, it takes longer than usual: something is wrong on my side. "
    "Your answers so far are safe, and I will reply as soon as I can. You need not send anything again."
)

_FIXED = {Kind.NO_TEXT: TEXT_ONLY, Kind.HELP: HELP}


def reply_to(turn: Turn) -> str:
    """Return the reply to a turn that needs no interviewer."""
    return status(turn) if turn.kind == Kind.STATUS else _FIXED[Kind(turn.kind)]


def status(turn: Turn) -> str:
    """Return how far the press release is and how long the session lives on, in a few lines."""
    lines = []
    if turn.session is None:
        lines.append("No conversation is open. Send me a message to start one.")
    elif backend.is_legacy():
        lines.append("Your conversation is open.")
    else:
        ends = turn.session.last_accessed + timedelta(seconds=settings.SESSION_TTL_SECONDS)
        minutes = max(0, round((ends - timezone.now()).total_seconds() / 60))
        lines.append(f"Your conversation stays open for {minutes} more minutes without a message.")
    done = [field.label for name, field in FIELDS.items() if name in turn.gathered]
    open_ = [field.label for name, field in FIELDS.items() if name not in turn.gathered]
    lines.append(f"Gathered: {', '.join(done) or 'nothing yet'}.")
    if open_:
        lines.append(f"Still to come: {', '.join(open_)}.")
    return "\n".join(lines)
