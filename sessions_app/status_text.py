"""The answer to `/status`: what the user's conversation session holds."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from assistant.press_release import FIELDS
from sessions_app import session_backend
from sessions_app.models import ConversationSession


def status_text(*, session: ConversationSession | None, gathered: Mapping[str, str]) -> str:
    """Say how far the press release is and how long the session lives on, in a few lines."""
    lines = []
    if session is None:
        lines.append("No conversation is open. Send me a message to start one.")
    elif session_backend.is_legacy():
        lines.append("Your conversation is open.")
    else:
        ends = session.last_accessed + timedelta(seconds=settings.SESSION_TTL_SECONDS)
        minutes = max(0, round((ends - timezone.now()).total_seconds() / 60))
        lines.append(f"Your conversation stays open for {minutes} more minutes without a message.")
    done = [field.label for name, field in FIELDS.items() if name in gathered]
    open_ = [field.label for name, field in FIELDS.items() if name not in gathered]
    lines.append(f"Gathered: {', '.join(done) or 'nothing yet'}.")
    if open_:
        lines.append(f"Still to come: {', '.join(open_)}.")
    return "\n".join(lines)
