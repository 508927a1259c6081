"""The actions of a press release's page: forms that call `operators.press_releases` and show the outcome."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from unfold.widgets import UnfoldAdminTextareaWidget

from assistant import versions
from assistant.announcement_types import question_for, type_of
from assistant.models import PressRelease
from sessions_app.console.press_releases import comparison, gathered, reading
from sessions_app.console.press_releases.page import LIST, PAGE, TEMPLATES, ReleasePage, find, record_reading
from sessions_app.console.sessions.reveal import ReasonForm
from sessions_app.operators import press_releases
from sessions_app.operators.actions import Refused
from sessions_app.operators.press_releases import SeenRelease, mark_of_fact, mark_of_text
from sessions_app.privacy import pseudonym

MOST_VERSION_DIGITS = 9


class CorrectionForm(ReasonForm):
    value = forms.CharField(
        strip=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4, "dir": "auto"}), label="New value"
    )
    field_order = ("value", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "reason"
        ].help_text = "The bot tells the user your reason. The audit log keeps it, with your name."


class ApprovalForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "reason"
        ].help_text = (
            "Why you approve it for the user. The approval and the audit log keep it, with your name."
        )


class SteerRelease(ReleasePage):
    """The views behind the buttons of the page. Without the permission to steer they answer 403."""

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "assistant_pressrelease"
        return [
            path("<int:pk>/correct/<slug:key>/", view(self.correct_view), name=f"{name}_correct"),
            path("<int:pk>/approve/", view(self.approve_view), name=f"{name}_approve"),
            *super().get_urls(),
        ]

    def require_steer_permission(self, request: HttpRequest) -> None:
        if not (self.has_view_permission(request) and self.has_steer_permission(request)):
            raise PermissionDenied

    def correct_view(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """Ask for another value of a fact and the reason, then propose it. A refused form is shown again."""
        self.require_steer_permission(request)
        release, form = find(pk), CorrectionForm(request.POST if request.method == "POST" else None)
        if release is None or not _is_fact(key):
            return gone(request, release, "There is no such fact.")
        if problem := press_releases.why_not_current(release):
            return gone(request, release, problem)
        if form.is_bound and form.is_valid():
            operator, seen = request.user.get_username(), seen_release(request, pk)
            value, reason = form.cleaned_data["value"], form.cleaned_data["reason"]
            try:
                press_releases.correct(seen, operator=operator, key=key, value=value, reason=reason)
            except Refused as refused:
                messages.warning(request, str(refused))
            else:
                messages.success(request, "Proposed. The bot asks the user for a yes at the next turn.")
                return redirect(PAGE, pk)
        return self._correction(request, release, key, form)

    def _correction(
        self, request: HttpRequest, release: PressRelease, key: str, form: CorrectionForm
    ) -> HttpResponse:
        shown = gathered.of_release(release)
        active = next((one for one in shown.active if one.fact.key == key), None)
        form.initial["value"] = active.fact.value if active else ""
        context = {
            "title": f"Correct: {gathered.label_of(key)}",
            "active": active,
            "question": question_for(key, shown.known.announcement_type),
            "proposals": [one for one in shown.proposals if one.fact.key == key],
            "mark": mark_of_fact(shown.known, key),
        }
        return self.asked(request, release, "correct", form, context)

    def approve_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the text that would be approved and ask for the reason, then approve it."""
        self.require_steer_permission(request)
        release, form = find(pk), ApprovalForm(request.POST if request.method == "POST" else None)
        if release is None:
            return gone(request, release, "There is no such press release.")
        if form.is_bound and form.is_valid():
            operator, reason = request.user.get_username(), form.cleaned_data["reason"]
            try:
                done = press_releases.approve(seen_release(request, pk), operator=operator, reason=reason)
            except Refused as refused:
                messages.warning(request, str(refused))
            else:
                messages.success(request, done)
                return redirect(PAGE, pk)
        try:
            if problem := press_releases.why_not_current(release):
                raise Refused(problem)
            draft = press_releases.ready(release)
        except Refused as refused:
            return gone(request, release, "" if form.is_bound else str(refused))
        return self._approval(request, release, draft, form)

    def _approval(
        self, request: HttpRequest, release: PressRelease, draft: versions.Draft, form: ApprovalForm
    ) -> HttpResponse:
        newest = versions.latest(release)
        lines = comparison.plain(draft.text)
        if newest and not draft.written:
            _, lines = comparison.compare(newest.text, draft.text)
        context = {
            "title": f"Approve version {draft.number}?",
            "draft": draft,
            "newest": newest,
            "lines": lines,
            "proposals": [
                one
                for one in gathered.of_release(release).proposals
                if one.fact.pk in {fact.pk for fact in draft.used.values()}
            ],
            "mark": mark_of_text(draft.text),
            "blocked": reading.of_draft(draft).blocks,
        }
        return self.asked(request, release, "approve", form, context)

    def asked(
        self,
        request: HttpRequest,
        release: PressRelease,
        page: str,
        form: forms.Form,
        context: dict[str, Any],
        *,
        refused: bool | None = None,
    ) -> HttpResponse:
        """Show a form; `refused` is by default what was sent with it."""
        record_reading(request, release)
        newest = versions.latest(release)
        common = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": release,
            "user_shown": pseudonym(release.phone),
            "form": form,
            "version": newest.number if newest else 0,
        }
        status = 409 if (form.is_bound if refused is None else refused) else 200
        return TemplateResponse(request, f"{TEMPLATES}{page}.html", {**common, **context}, status=status)


def _is_fact(key: str) -> bool:
    try:
        type_of(key)
    except KeyError:
        return False
    return True


def seen_release(request: HttpRequest, pk: int) -> SeenRelease:
    number = request.POST.get("version", "")
    is_number = number.isascii() and number.isdecimal() and len(number) <= MOST_VERSION_DIGITS
    return SeenRelease(pk=pk, version=int(number) if is_number else -1, mark=request.POST.get("mark", ""))


def gone(request: HttpRequest, release: PressRelease | None, problem: str) -> HttpResponse:
    """Go to the release's page, or to the list if there is none, with a message."""
    if problem:
        messages.warning(request, problem)
    return redirect(PAGE, release.pk) if release else redirect(LIST)
