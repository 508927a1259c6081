"""The actions of the session page: forms that call `operators.actions` and show the outcome."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from sessions_app.console import blocking, times
from sessions_app.console.sessions import header
from sessions_app.console.sessions.page import SessionPage
from sessions_app.db.batches import EPOCH
from sessions_app.messages import blocks, outbox
from sessions_app.models import ConversationSession
from sessions_app.operators import actions
from sessions_app.operators.actions import Refused, SeenSession

STEERS: dict[str, tuple[Callable[..., None], str]] = {
    "take-over": (
        actions.take_over,
        "You have taken over. The bot is paused; messages are held for you.",
    ),
    "hand-back": (actions.hand_back, "The bot answers again."),
    "extend": (actions.extend, "The session's TTL was reset."),
    "retry": (actions.retry, "The failed turn will be retried."),
    "dismiss": (actions.dismiss, "This conversation no longer needs attention."),
    "kill": (actions.kill, "The session has ended. Its thread will be deleted."),
}
"""Button -> what it does, and the message afterwards."""

_LIST = "admin:sessions_app_conversationsession_changelist"
_PAGE = "admin:sessions_app_conversationsession_change"


class ReplyForm(forms.Form):
    """A reply by hand. A form that is sent twice replies once, because its `reply_id` is the same."""

    text = forms.CharField(required=False, strip=False)
    reply_id = forms.UUIDField(error_messages={"required": "is missing", "invalid": "is malformed"})

    def clean_text(self) -> str:
        """Replace the CRLF with which browsers end lines."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def problem(self) -> str:
        """Return a sentence about what is wrong with the form."""
        if "text" in self.errors:
            return f"The reply was not sent: {self.errors['text'][0]}"
        return "The form was incomplete, and nothing was sent. Please send it again."


class SteerSession(SessionPage):
    """The views behind the buttons of the session page. Without the permission to steer they answer 403."""

    def get_urls(self) -> list[URLPattern]:
        name = "sessions_app_conversationsession"
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/reply/", view(self.reply_view), name=f"{name}_reply"),
            path("<int:pk>/kill/", view(self.kill_view), name=f"{name}_kill"),
            path("<int:pk>/block/", view(self.block_view), name=f"{name}_block"),
            path("<int:pk>/steer/<slug:what>/", view(self.steer_view), name=f"{name}_steer"),
            path("dismiss/<int:conversation>/", view(self.dismiss_view), name=f"{name}_dismiss"),
            *super().get_urls(),
        ]

    def _require_steer_permission(self, request: HttpRequest) -> None:
        if not (self.has_view_permission(request) and self.has_steer_permission(request)):
            raise PermissionDenied

    def steer_view(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """Do `what`, one of `STEERS`, and go back to the page, which shows a refusal."""
        self._require_steer_permission(request)
        if request.method == "POST" and what in STEERS:
            steer, done = STEERS[what]
            try:
                steer(_shown(request, pk), operator=request.user.get_username())
            except Refused as refused:
                messages.warning(request, str(refused))
            else:
                messages.success(request, done)
        return _back(pk)

    def dismiss_view(self, request: HttpRequest, conversation: int) -> HttpResponse:
        """Dismiss a request that the list's panel showed, even if its session has ended."""
        self._require_steer_permission(request)
        if request.method == "POST":
            asked_at = times.parse(request.POST.get("asked_at", "")) or EPOCH
            operator = request.user.get_username()
            try:
                actions.dismiss_asked(conversation, asked_at=asked_at, operator=operator)
            except Refused as refused:
                messages.warning(request, str(refused))
            else:
                messages.success(request, STEERS["dismiss"][1])
        return redirect(_LIST)

    def kill_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a confirmation, then end the session."""
        self._require_steer_permission(request)
        session = ConversationSession.objects.filter(pk=pk).first()
        if request.method == "POST" or session is None:
            return self.steer_view(request, pk, "kill")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": session,
            "title": "End this session?",
            "status": header.of_session(session),
            "created": times.format(session.created_at),
        }
        return TemplateResponse(request, "sessions_app/console/session/kill.html", context)

    def block_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a reason, then block the session's user, or unblock one that is blocked."""
        self._require_steer_permission(request)
        session = ConversationSession.objects.filter(pk=pk).first()
        if session is None:
            messages.warning(request, "This session has already ended. Nothing was changed.")
            return _back(pk)
        is_blocked = blocks.is_blocked(session.phone)
        return blocking.page(
            self, request, phone=session.phone, is_blocked=is_blocked, back=reverse(_PAGE, args=[pk])
        )

    def reply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send a reply by hand. If it is refused, its text is in the box again."""
        self._require_steer_permission(request)
        if request.method != "POST":
            return _back(pk)
        form = ReplyForm(request.POST)
        is_complete = form.is_valid()
        reply_id: uuid.UUID | None = form.cleaned_data.get("reply_id")
        try:
            if not is_complete or reply_id is None:
                raise Refused(form.problem())
            actions.reply(
                _shown(request, pk),
                operator=request.user.get_username(),
                text=form.cleaned_data["text"],
                reply_id=reply_id,
            )
        except Refused as refused:
            messages.warning(request, str(refused))
            if reply_id and outbox.is_queued(reply_id):  # the form was sent twice, and its text has been sent
                return _back(pk)
            return self._refused_reply(request, pk, reply_id)
        return _back(pk)

    def _refused_reply(self, request: HttpRequest, pk: int, reply_id: uuid.UUID | None) -> HttpResponse:
        text = request.POST.get("text", "").replace("\0", "")
        session = ConversationSession.objects.filter(pk=pk).first()
        if session is not None:
            return self.session_page(request, session, text=text, reply_id=reply_id, status=409)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "This session has ended",
            "text": text,
        }
        return TemplateResponse(request, "sessions_app/console/session/unsent.html", context, status=409)


def _shown(request: HttpRequest, pk: int) -> SeenSession:
    return SeenSession(pk=pk, created_at=times.parse(request.POST.get("created_at", "")) or EPOCH)


def _back(pk: int) -> HttpResponse:
    """Go to the session's page, or to the list if the session has ended."""
    is_there = ConversationSession.objects.filter(pk=pk).exists()
    return redirect(_PAGE, pk) if is_there else redirect(_LIST)
