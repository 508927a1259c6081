"""The session page: a live transcript, with everything about the session around it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache

from sessions_app.console import times
from sessions_app.console.read_only import MOST_DIGITS, ReadOnlyAdmin
from sessions_app.console.sessions import header, release_progress, timeline, transcript
from sessions_app.console.sessions.transcript import Position
from sessions_app.models import Conversation, ConversationSession
from sessions_app.operators import audit, roles
from sessions_app.operators.actions import MAX_REPLY
from sessions_app.privacy import pseudonym
from sessions_app.sessions import ended

_TEMPLATES = "sessions_app/console/session/"
SECTIONS = ("status", "transcript", "actions", "note", "gathered", "timeline")
"""The parts of the page that are replaced while it is open, each only if it has changed."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What an open page reports about itself when it asks for changes."""

    created_at: datetime | None
    conversation: int | None
    versions: Mapping[str, str]

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> "Known":
        conversation = query.get("conversation", "")
        return cls(
            created_at=times.parse(query.get("created", "")),
            conversation=int(conversation) if conversation.isdecimal() and len(conversation) < 19 else None,
            versions=dict(zip(SECTIONS, query.get("seen", "").split("."), strict=False)),
        )


class SessionPage(ReadOnlyAdmin):
    """The page of one session, instead of the admin's change view."""

    def get_urls(self) -> list[URLPattern]:
        view = never_cache(self.live_view)
        live = path("<int:pk>/live/", view, name="sessions_app_conversationsession_live")
        return [live, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the session, or the list with a message if there is none. Changes nothing."""
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        session = _find(object_id)
        if session is None:
            messages.warning(request, "There is no such session. It may have ended.")
            return redirect("admin:sessions_app_conversationsession_changelist")
        before = Position.parse(request.GET.get("before", ""))
        return self.session_page(request, session, before=before)

    def session_page(
        self,
        request: HttpRequest,
        session: ConversationSession,
        *,
        before: Position | None = None,
        text: str = "",
        reply_id: uuid.UUID | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Return the page with `text` in the reply box. A page of earlier messages is not live."""
        audit.record_reading("transcript", operator=request.user.get_username(), session=session)
        context = {
            **self.admin_site.each_context(request),
            **self._sections(request, session, before=before),
            "opts": self.opts,
            "original": session,
            "title": pseudonym(session.phone),
            "is_live": before is None,
            "text": text,
            "reply_id": reply_id or uuid.uuid4(),
            "max_reply": MAX_REPLY,
            "now_ms": int(timezone.now().timestamp() * 1000),
        }
        return TemplateResponse(request, f"{_TEMPLATES}session_page.html", context, status=status)

    def live_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer an open page: 204 if nothing has changed, else the changed sections.

        Never redirects: htmx would put the log-in page into this one.
        """
        if not (self.admin_site.has_permission(request) and self.has_view_permission(request)):
            return self._over(request, {"is_signed_out": True})
        known = Known.parse(request.GET.dict())
        session = _find(pk)
        if session is None or session.created_at != known.created_at:
            return self._over(request, {"next_session": session or _next(known.conversation)})
        context = self._sections(request, session)
        versions = context["versions"]
        changed = [name for name in SECTIONS if versions[name] != known.versions.get(name)]
        if not changed:
            return HttpResponse(status=204)
        audit.record_reading("transcript", operator=request.user.get_username(), session=session)
        context.update(is_live=True, is_update=True, changed=[f"{_TEMPLATES}{name}.html" for name in changed])
        return TemplateResponse(request, f"{_TEMPLATES}live.html", context)

    def _over(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        return TemplateResponse(request, f"{_TEMPLATES}live_over.html", context)

    def _sections(
        self, request: HttpRequest, session: ConversationSession, *, before: Position | None = None
    ) -> dict[str, Any]:
        """Return what the sections show, and a version of each that changes with what it shows."""
        last_end = ended.last_end(session.phone)
        status = header.of_session(session)
        shown = {
            "status": status,
            "gathered": release_progress.of_phone(session.phone),
            "timeline": timeline.of_session(session.phone, last_end),
        }
        silent = (status.opted_out_at, status.blocked_at)
        # Not the whole status: a button must not be replaced under the mouse each minute.
        depend = {
            **shown,
            "transcript": transcript.states(session.phone, last_end),
            "actions": (status.paused_by, status.failed, status.attention_at, *silent),
            "note": (status.paused_by, status.reply_until, status.can_reply, *silent),
        }
        versions = {name: _version(depend[name]) for name in SECTIONS}
        created = times.format(session.created_at)
        seen = ".".join(versions.values())
        query = urlencode({"created": created, "conversation": status.conversation or "", "seen": seen})
        live = reverse("admin:sessions_app_conversationsession_live", args=[session.pk])
        return {
            **shown,
            "transcript": SimpleLazyObject(
                partial(transcript.newest, session.phone, last_end, before=before)
            ),
            "created": created,
            "versions": versions,
            "live_url": f"{live}?{query}",
            "may_steer": self.has_steer_permission(request),
            "may_erase": request.user.is_superuser,
            "may_reveal": request.user.has_perm(roles.REVEAL),
            "me": request.user.get_username(),
        }


def _find(pk: int | str) -> ConversationSession | None:
    if isinstance(pk, str) and not (pk.isascii() and pk.isdecimal() and len(pk) <= MOST_DIGITS):
        return None
    return ConversationSession.objects.filter(pk=pk).first()


def _next(conversation: int | None) -> ConversationSession | None:
    """Return the current session of the conversation's user."""
    if conversation is None:
        return None
    phones = Conversation.objects.filter(pk=conversation).values("phone")
    return ConversationSession.objects.filter(phone__in=phones).first()


def _version(shown: Any) -> str:
    return blake2b(repr(shown).encode("utf-8", "replace"), digest_size=6).hexdigest()
