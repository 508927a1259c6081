"""A version by hand: an operator writes the paragraphs, has them checked, and saves them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from unfold.widgets import UnfoldAdminTextareaWidget

from assistant import versions
from assistant.models import PressRelease
from assistant.parts import WRITTEN
from sessions_app.console.press_releases import reading
from sessions_app.console.press_releases.page import PAGE, find
from sessions_app.console.press_releases.steering import SteerRelease, gone, seen_release
from sessions_app.operators import press_releases
from sessions_app.operators.actions import Refused

SAVED = "Saved as version {number}. The user sees it when they ask for the text, or after you approve it."


class TextForm(forms.Form):
    text = forms.CharField(
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 16, "dir": "auto"}),
        label="The paragraphs",
        help_text="A blank line begins a new paragraph. The first quotation follows the second one.",
    )


class WriteRelease(SteerRelease):
    """`<pk>/write/`: a form, whose text is checked or saved."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.write_view)
        return [path("<int:pk>/write/", view, name="assistant_pressrelease_write"), *super().get_urls()]

    def write_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the newest text to be changed, check what was made of it, or save it as a version."""
        self.require_steer_permission(request)
        release, form = find(pk), TextForm(request.POST if request.method == "POST" else None)
        if release is None:
            return gone(request, release, "There is no such press release.")
        checked = None
        if form.is_bound and form.is_valid():
            seen, text = seen_release(request, pk), form.cleaned_data["text"]
            try:
                if "save" in request.POST:
                    operator = request.user.get_username()
                    version = press_releases.write(seen, operator=operator, text=text)
                    messages.success(request, SAVED.format(number=version.number))
                    return redirect(PAGE, pk)
                checked = press_releases.check(seen, text=text)
            except Refused as refused:
                messages.warning(request, str(refused))
        try:
            before = press_releases.to_be_written(release)
        except Refused as refused:
            return gone(request, release, "" if form.is_bound else str(refused))
        return self._writing(request, release, form, before=before, checked=checked)

    def _writing(
        self,
        request: HttpRequest,
        release: PressRelease,
        form: TextForm,
        *,
        before: versions.Draft,
        checked: versions.Draft | None,
    ) -> HttpResponse:
        parts = before.parts
        written = [at for at, part in enumerate(parts) if part.name in WRITTEN]
        form.initial["text"] = press_releases.paragraphs_of(before)
        around = [(at, part) for at, part in enumerate(parts) if part.name not in WRITTEN]
        context: dict[str, Any] = {
            "title": "Write a version by hand",
            "above": [part for at, part in around if at < written[0]],
            "below": [part for at, part in around if at > written[0]],
            "mark": press_releases.mark_of_facts(before),
            "checked": checked,
            "text": reading.of_draft(checked) if checked else None,
        }
        return self.asked(request, release, "write", form, context, refused=form.is_bound and not checked)
