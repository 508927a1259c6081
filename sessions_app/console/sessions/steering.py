"""The actions of a user's page: forms that call `operators.actions` and show the outcome."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from sessions_app.console import blocking, times
from sessions_app.console.sessions import drafts, header
from sessions_app.console.sessions.page import PAGE, PersonPage
from sessions_app.db.batches import EPOCH
from sessions_app.messages import blocks
from sessions_app.models import ConversationSession, Person
from sessions_app.operators import actions
from sessions_app.operators.actions import AlreadySent, EarlierSent, Refused, SeenSession

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


class SteerPerson(PersonPage):
    """The views behind the buttons of a user's page. Without the permission to steer they answer 403."""

    def get_urls(self) -> list[URLPattern]:
        name = "sessions_app_conversationsession"
        view = self.admin_site.admin_view
        return [
            path("person/<int:pk>/reply/", view(self.reply_view), name=f"{name}_reply"),
            path("person/<int:pk>/kill/", view(self.kill_view), name=f"{name}_kill"),
            path("person/<int:pk>/block/", view(self.block_view), name=f"{name}_block"),
            path("person/<int:pk>/steer/<slug:what>/", view(self.steer_view), name=f"{name}_steer"),
            path("dismiss/<int:conversation>/", view(self.dismiss_view), name=f"{name}_dismiss"),
            *super().get_urls(),
        ]

    def _require_steer_permission(self, request: HttpRequest) -> None:
        if not (self.has_view_permission(request) and self.has_steer_permission(request)):
            raise PermissionDenied

    def _person(self, request: HttpRequest, pk: int) -> Person | None:
        """Return the user of a page, None if nothing is stored of that user: then the list says so."""
        self._require_steer_permission(request)
        return Person.objects.filter(pk=pk).first()

    def steer_view(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """Do `what`, one of `STEERS`, and go back to the page, which shows a refusal."""
        person = self._person(request, pk)
        if person and request.method == "POST" and what in STEERS:
            steer, done = STEERS[what]
            try:
                steer(_shown(request, person), operator=request.user.get_username())
            except Refused as refused:
                messages.warning(request, str(refused))
            else:
                messages.success(request, done)
        return redirect(PAGE, pk)

    def dismiss_view(self, request: HttpRequest, conversation: int) -> HttpResponse:
        """Dismiss a request that "Needs a person" showed, even if its session has ended."""
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
        return redirect("admin:sessions_app_conversation_changelist")

    def kill_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a confirmation, then end the session."""
        person = self._person(request, pk)
        status = header.of_phone(person.phone) if person else None
        if request.method == "POST" or status is None or not (status.session and status.is_live):
            return self.steer_view(request, pk, "kill")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": status.user,
            "title": "End this session?",
            "status": status,
            "person": person,
            "created": times.format(status.session.created_at),
        }
        return TemplateResponse(request, "sessions_app/console/session/kill.html", context)

    def block_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a reason, then block the user, or unblock one that is blocked."""
        person = self._person(request, pk)
        if person is None:
            return redirect(PAGE, pk)
        is_blocked = blocks.is_blocked(person.phone)
        return blocking.page(
            self, request, phone=person.phone, is_blocked=is_blocked, back=reverse(PAGE, args=[pk])
        )

    def reply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send a reply by hand. If it is refused, its text is in the box again."""
        person = self._person(request, pk)
        if request.method != "POST":
            return redirect(PAGE, pk)
        form = ReplyForm(request.POST)
        is_complete = form.is_valid()
        reply_id: uuid.UUID | None = form.cleaned_data.get("reply_id")
        try:
            if person is None:
                raise Refused("Nothing is stored of this user any more.")
            if not is_complete or reply_id is None:
                raise Refused(form.problem())
            actions.reply(
                _shown(request, person),
                operator=request.user.get_username(),
                text=form.cleaned_data["text"],
                reply_id=reply_id,
            )
        except AlreadySent as refused:
            return drafts.done(request, pk, told=str(refused))
        except Refused as refused:
            is_used = reply_id is None or isinstance(refused, EarlierSent)
            text_again = partial(
                self.text_again,
                request,
                pk,
                text=request.POST.get("text", "").replace("\0", ""),
                reply_id=None if is_used else reply_id,
            )
            return drafts.refused(request, str(refused), page=text_again, is_used=is_used)
        return drafts.done(request, pk)

    def text_again(self, request: HttpRequest, pk: int, **typed: Any) -> HttpResponse:
        """Show the user's page with the text that was refused, or that alone if the user was erased."""
        person = self._person(request, pk)
        if person is not None:
            return self.person_page(request, person, **typed, status=409)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Your text was not taken",
            "text": typed.get("text") or typed.get("note_text"),
        }
        return TemplateResponse(request, "sessions_app/console/session/unsent.html", context, status=409)


def _shown(request: HttpRequest, person: Person) -> SeenSession:
    """Return what the page showed: the session that began at `created_at`, or none where that is blank."""
    created = request.POST.get("created_at")
    if created == "":
        return SeenSession.none(person.phone)
    session = ConversationSession.objects.filter(phone=person.phone).first()
    return SeenSession(pk=session.pk if session else 0, created_at=times.parse(created or "") or EPOCH)
