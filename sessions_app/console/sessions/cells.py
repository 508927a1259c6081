"""The cells of the sessions list as HTML. What people wrote may turn the direction of what comes after it."""

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from sessions_app.console.sessions.row import Row
from sessions_app.console.sessions.status import render_badge
from sessions_app.console.times import ago
from sessions_app.privacy import pseudonym


def user(*, phone: str, name: str, company: str, shown: Callable[[str], str] = str) -> SafeString:
    """Return name, company and pseudonym; `shown` masks what viewers must not read."""
    lines = [("name", name), ("company", company)]
    parts = [
        format_html('<bdi dir="auto" class="console-{}">{}</bdi>', kind, shown(text))
        for kind, text in lines
        if text
    ]
    return format_html(
        '{}<span class="console-pseudonym">{}</span>', SafeString("".join(parts)), pseudonym(phone)
    )


def last_message(row: Row) -> SafeString | str:
    """Return the last words, whose they are and how old, and how many are unanswered for how long."""
    if row.words is None:
        return ""
    new = SafeString()
    if row.unanswered:
        new = format_html("{} ", render_badge(f"{row.unanswered.amount} new", "info"))
        if row.unanswered.since < row.words.at:
            new = format_html("{}first {}, last by ", new, ago(row.unanswered.since))
    return format_html(
        '<div class="console-words"><bdi dir="auto">{}</bdi><small>{}{}, {}</small></div>',
        row.words.text,
        new,
        row.words.who,
        ago(row.words.at),
    )
