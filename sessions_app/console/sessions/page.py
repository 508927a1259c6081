"""The page of a user: a live transcript across sessions, with everything about the user around it."""

import uuid
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache

from assistant.models import PressRelease
from sessions_app.console import times
from sessions_app.console.read_only import MOST_DIGITS, ReadOnlyAdmin
from sessions_app.console.search import PEOPLE
from sessions_app.console.sessions import header, history, release_progress, timeline, transcript
from sessions_app.console.sessions.header import PersonHeader
from sessions_app.console.sessions.transcript import Position
from sessions_app.console.versions import version
from sessions_app.conversations import people
from sessions_app.models import AuditEntry, ConversationSession, Person
from sessions_app.operators import audit, teamwork
from sessions_app.operators.actions import MAX_REPLY
from sessions_app.privacy import masked, pseudonyms

_TEMPLATES = "sessions_app/console/session/"
SECTIONS = (
    *("who", "status", "transcript", "actions", "note", "assignment", "notes", "facts"),
    *("gathered", "history", "timeline"),
)
"""The parts of the page that are replaced while it is open, each only if it has changed."""


PAGE = "admin:sessions_app_conversationsession_person"
LIST = "admin:sessions_app_conversationsession_changelist"


class PersonPage(ReadOnlyAdmin):
    """The page of a user, instead of the admin's change view of each session."""

    def get_urls(self) -> list[URLPattern]:
        name = "sessions_app_conversationsession"
        return [
            path("person/<int:pk>/", self.admin_site.admin_view(self.person_view), name=f"{name}_person"),
            path("person/<int:pk>/live/", never_cache(self.live_view), name=f"{name}_live"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Lead to the page of the session's user, also from a bookmark of a session that has ended."""
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        phone = _phone_of(object_id)
        if phone is None:
            messages.warning(request, "There is no such session. It may have ended.")
            return redirect(LIST)
        return redirect(PAGE, people.of(phone).pk)

    def person_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the user's page, or the list with a message if nothing is stored of the user."""
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        person = Person.objects.filter(pk=pk).first()
        if person is None:
            messages.warning(request, "Nothing is stored of this user any more.")
            return redirect(LIST)
        return self.person_page(request, person, before=Position.parse(request.GET.get("before", "")))

    def person_page(
        self,
        request: HttpRequest,
        person: Person,
        *,
        before: Position | None = None,
        text: str = "",
        reply_id: uuid.UUID | None = None,
        note_text: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Return the page with `text` in the reply box. A page of earlier messages is not live."""
        sections = self._sections(request, person, before=before)
        self._record_reading(request, sections["status"])
        context = {
            **self.admin_site.each_context(request),
            **sections,
            "opts": self.opts,
            "original": sections["title"],
            "is_live": before is None,
            "text": text,
            "reply_id": reply_id or uuid.uuid4(),
            "max_reply": MAX_REPLY,
            "note_text": note_text,
            "max_note": teamwork.MAX_NOTE,
            "now_ms": int(timezone.now().timestamp() * 1000),
        }
        return TemplateResponse(request, f"{_TEMPLATES}session_page.html", context, status=status)

    def live_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer an open page: 204 if nothing has changed, else the changed sections.

        Never redirects: htmx would put the log-in page into this one.
        """
        if not (self.admin_site.has_permission(request) and self.has_view_permission(request)):
            return self._over(request, {"is_signed_out": True})
        person = Person.objects.filter(pk=pk).first()
        if person is None:
            return self._over(request, {})
        known = dict(zip(SECTIONS, request.GET.get("seen", "").split("."), strict=False))
        context = self._sections(request, person)
        versions = context["versions"]
        changed = [name for name in SECTIONS if versions[name] != known.get(name)]
        if not changed:
            return HttpResponse(status=204)
        self._record_reading(request, context["status"])
        context.update(is_live=True, is_update=True, changed=[f"{_TEMPLATES}{name}.html" for name in changed])
        return TemplateResponse(request, f"{_TEMPLATES}live.html", context)

    def _over(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        return TemplateResponse(request, f"{_TEMPLATES}live_over.html", context)

    def _record_reading(self, request: HttpRequest, status: PersonHeader) -> None:
        operator = request.user.get_username()
        audit.record_reading("transcript", operator=operator, phone=status.phone, session=status.session)

    def _title(self, request: HttpRequest, status: PersonHeader, company: str) -> str:
        names = [status.profile_name, company]
        if not self.has_reveal_permission(request):
            names = [masked(name) for name in names]
        return " · ".join([name for name in names if name] or [status.user])

    def _sections(
        self, request: HttpRequest, person: Person, *, before: Position | None = None
    ) -> dict[str, Any]:
        """Return what the sections show, and a version of each that changes with what it shows."""
        phone = person.phone
        status = header.of_phone(phone)
        gathered = release_progress.of_phone(phone)
        shown = {
            "status": status,
            "gathered": gathered,
            "history": history.of_phone(phone, status.session, status.ends),
            "timeline": timeline.of_phone(phone),
        }
        title = self._title(request, status, gathered.company)
        silent = (status.opted_out_at, status.blocked_at)
        created = times.format(status.created_at) if status.created_at else ""
        now = (created, status.is_live)
        # Not the whole status: a button must not be replaced under the mouse each minute.
        depend = {
            **shown,
            "who": title,
            "transcript": (transcript.states(phone), status.ends),
            "assignment": person.assigned_to,
            "notes": list(person.notes.order_by("pk").values_list("pk", flat=True)),
            "facts": (
                *(created, status.last_accessed, status.thread_id, status.thread_state),
                *(status.profile_name, status.other_addresses, status.usage),
            ),
            "actions": (now, status.paused_by, status.failed, status.attention_at, *silent),
            "note": (now, status.paused_by, status.reply_until, status.can_reply, *silent),
        }
        versions = {name: version(depend[name]) for name in SECTIONS}
        live = reverse("admin:sessions_app_conversationsession_live", args=[person.pk])
        return {
            **shown,
            "title": title,
            "person": person,
            "notes": person.notes.order_by("pk"),
            "assignable": SimpleLazyObject(teamwork.assignable),
            "transcript": SimpleLazyObject(partial(transcript.newest, phone, status.ends, before=before)),
            "created": created,
            "versions": versions,
            "live_url": f"{live}?{urlencode({'seen': '.'.join(versions.values())})}",
            "may_steer": self.has_steer_permission(request),
            "may_erase": request.user.is_superuser,
            "may_reveal": self.has_reveal_permission(request),
            "me": request.user.get_username(),
        }


def _phone_of(session: str) -> str | None:
    """Return the phone of a session by its id; of one that has ended, if its page was ever read."""
    if not (session.isascii() and session.isdecimal() and len(session) <= MOST_DIGITS):
        return None
    phone = ConversationSession.objects.filter(pk=session).values_list("phone", flat=True).first()
    if phone is not None:
        return phone
    read = AuditEntry.objects.filter(session_id=session).order_by("-pk").values_list("user", flat=True)
    shown = read.first()
    return _shown_as(shown) if shown else None


def _shown_as(shown: str) -> str | None:
    """Return the phone that an audit line names, under whatever key its pseudonym was made."""
    models: tuple[type[Model], ...] = (Person, *PEOPLE, PressRelease)
    for model in models:
        ending = model._default_manager.filter(phone__endswith=shown[-4:]).order_by()
        for phone in ending.values_list("phone", flat=True).distinct():
            if shown in pseudonyms(phone):
                return str(phone)
    return None
