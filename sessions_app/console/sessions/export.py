"""Export of transcripts as JSON, CSV and Markdown. Users appear under their pseudonym, as on all pages."""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import content_disposition_header

from sessions_app.console import times
from sessions_app.console.read_only import ReadOnlyAdmin
from sessions_app.console.sessions import transcript
from sessions_app.console.sessions.transcript import Message
from sessions_app.models import ConversationSession
from sessions_app.operators import audit
from sessions_app.privacy import pseudonym

MAX_SESSIONS = 100
"""Sessions in one file."""

_FORMULA = re.compile(
    r"""
    ^ (?= \s* [=+\-@＝＋－＠] | [\t\r\n] )             # the cell begins like a formula,
    | (?<= [;\t\r\n\v\f\x85\u2028\u2029] )             # or what a program takes for another cell
    (?= [^\S\t\r\n\v\f\x85\u2028\u2029]* [=+\-@＝＋－＠] )
    """,
    re.VERBOSE,
)
"""Where an apostrophe has to stand: programs may split the file at a semicolon, a tab or a line's end too."""

COLUMNS = (
    *("session", "user", "at", "who", "operator", "text"),
    *("media", "state", "error", "part", "parts", "quote", "tapped"),
)


@dataclass(frozen=True, kw_only=True)
class Exported:
    session: ConversationSession
    messages: Sequence[Message]

    @property
    def user(self) -> str:
        return pseudonym(self.session.phone)


def as_json(exported: Sequence[Exported], *, at: datetime) -> str:
    """Return an object with the time of the export and the sessions with their messages."""
    sessions = [
        {
            "session": one.session.pk,
            "user": one.user,
            "thread_id": one.session.thread_id,
            "created_at": times.format(one.session.created_at),
            "last_accessed": times.format(one.session.last_accessed),
            "messages": [_row(message) for message in one.messages],
        }
        for one in exported
    ]
    whole = {"exported_at": times.format(at), "sessions": sessions}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def as_csv(exported: Sequence[Exported], *, at: datetime) -> str:
    """Return a row for each message, with all cells quoted.

    Text that looks like a formula gets an apostrophe before it, also within a cell; see `_FORMULA`.
    """
    text = io.StringIO()
    text.write("\ufeff")  # without it Excel assumes another encoding
    writer = csv.DictWriter(text, COLUMNS, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for one in exported:
        for message in one.messages:
            row = {"session": one.session.pk, "user": one.user, **_row(message)}
            row["media"] = "; ".join(row["media"])
            writer.writerow({name: _harmless(value) for name, value in row.items()})
    return text.getvalue()


def as_markdown(exported: Sequence[Exported], *, at: datetime) -> str:
    """Return a document to read. Messages stand in fences, so that their text is not formatted."""
    blocks = []
    for one in exported:
        blocks.append(
            f"# Session {one.session.pk} of {one.user}\n\n"
            f"- Created: {times.format(one.session.created_at)}\n"
            f"- Last accessed: {times.format(one.session.last_accessed)}\n"
            f"- Thread: {one.session.thread_id}\n"
            f"- Exported: {times.format(at)}\n"
        )
        blocks += [_markdown(message) for message in one.messages]
        if not one.messages:
            blocks.append("No messages.\n")
    return "\n".join(blocks)


FORMATS: dict[str, tuple[Callable[..., str], str, str]] = {
    "json": (as_json, "json", "application/json"),
    "csv": (as_csv, "csv", "text/csv; charset=utf-8"),
    "markdown": (as_markdown, "md", "text/markdown; charset=utf-8"),
}
"""Format -> its writer, the ending of its file name, its content type."""


class ExportSessions(ReadOnlyAdmin):
    """An export link for one session and an action for several, both with the permission to steer."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_view)
        name = "sessions_app_conversationsession_export"
        return [path("<int:pk>/export/<slug:format_>/", view, name=name), *super().get_urls()]

    def export_view(self, request: HttpRequest, pk: int, format_: str) -> HttpResponse:
        """Hand out the transcript of one session as a file."""
        if not (self.has_view_permission(request) and self.has_steer_permission(request)):
            raise PermissionDenied
        if format_ not in FORMATS:
            raise Http404("no such format")
        session = ConversationSession.objects.filter(pk=pk).first()
        if session is None:
            messages.warning(request, "This session has ended: there is nothing to export.")
            return redirect("admin:sessions_app_conversationsession_changelist")
        return _file(request, [session], format_) or redirect(
            "admin:sessions_app_conversationsession_change", pk
        )

    @admin.action(description="Export the transcripts…", permissions=["steer"])
    def export_sessions(
        self, request: HttpRequest, chosen: QuerySet[ConversationSession]
    ) -> HttpResponse | None:
        """Ask for the format, then hand out the chosen transcripts as one file."""
        sessions = list(chosen.order_by("pk")[: MAX_SESSIONS + 1])
        if len(sessions) > MAX_SESSIONS:
            messages.warning(request, f"At most {MAX_SESSIONS} sessions go into one file. Choose fewer.")
            return None
        format_ = request.POST.get("format", "")
        if format_ in FORMATS:
            return _file(request, sessions, format_)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Export transcripts",
            "chosen": [(session.pk, pseudonym(session.phone)) for session in sessions],
            "checkbox": ACTION_CHECKBOX_NAME,
            "formats": FORMATS,
        }
        return TemplateResponse(request, "sessions_app/console/session/export.html", context)


def _file(request: HttpRequest, sessions: Sequence[ConversationSession], format_: str) -> HttpResponse | None:
    """Return the transcripts as a file and record the export in the audit log.

    Returns None, and shows a message, if all of them are empty.
    """
    now = timezone.now()
    said = transcript.complete([session.phone for session in sessions])
    if not any(said.values()):
        messages.warning(request, "There are no messages to export yet.")
        return None
    exported = [Exported(session=session, messages=said[session.phone]) for session in sessions]
    write, ending, content_type = FORMATS[format_]
    with transaction.atomic():
        for session in sessions:
            audit.record(
                operator=request.user.get_username(), action="export", session=session, format=format_
            )
    whose = exported[0].user.replace("…", "-") if len(exported) == 1 else str(len(exported))
    name = f"{'session' if len(exported) == 1 else 'sessions'}-{whose}-{now:%Y-%m-%d}.{ending}"
    response = HttpResponse(write(exported, at=now), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _row(message: Message) -> dict[str, Any]:
    return {
        "at": times.format(message.at),
        "who": message.who,
        "operator": message.name,
        "text": message.text,
        "media": [attachment.in_words for attachment in message.media],
        "state": message.state,
        "error": message.error,
        "part": message.part,
        "parts": message.parts,
        "quote": message.quote,
        "tapped": message.button,
    }


def _harmless(value: Any) -> Any:
    """Return `value` in a form that spreadsheets do not read as a formula."""
    return _FORMULA.sub("'", value) if isinstance(value, str) else value


def _markdown(message: Message) -> str:
    who = f"operator {message.name}" if message.name else message.who
    notes = [message.state, *([message.error] if message.error else [])]
    if message.parts > 1:
        notes.append(f"part {message.part} of {message.parts}")
    notes += [attachment.kind for attachment in message.media]
    if message.quote:
        notes.append(f"quotes {_in_code(message.quote)}")
    if message.button:
        notes.append("tapped")
    longest = max((len(run) for run in _backticks(message.text)), default=0)
    fence = "`" * max(3, longest + 1)
    heading = f"## {times.format(message.at)} · {who} ({', '.join(notes)})\n"
    return f"{heading}\n{fence}text\n{message.text}\n{fence}\n" if message.text else heading


def _in_code(line: str) -> str:
    """Return one line as Markdown's code: nothing in it is read as Markdown."""
    fence = "`" * (max((len(run) for run in _backticks(line)), default=0) + 1)
    return f"{fence} {line} {fence}"


def _backticks(text: str) -> list[str]:
    return "".join(character if character == "`" else " " for character in text).split()
