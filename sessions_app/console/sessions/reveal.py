"""Shows a user's full number once, for a reason that the audit log keeps."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget

from sessions_app.console.read_only import ReadOnlyAdmin
from sessions_app.messages import user_addresses
from sessions_app.operators import audit
from sessions_app.phones import holds_number
from sessions_app.privacy import pseudonym


class ReasonForm(forms.Form):
    reason = forms.CharField(
        min_length=3,
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="The audit log keeps the reason and your name.",
    )

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        if holds_number(reason):
            raise forms.ValidationError(
                "The reason must not hold a phone number: it is kept for years, and every operator reads it."
            )
        return reason


class Reveal(ReadOnlyAdmin):
    """`<pk>/reveal/` of a model with a `phone`: a form, whose POST is answered with the number."""

    actions_row = ("reveal",)

    @action(description="Show number", icon="visibility", permissions=["reveal"])
    def reveal(self, request: HttpRequest, object_id: str) -> HttpResponse:
        session = self.get_object(request, object_id)
        if session is None:
            response: HttpResponse = self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            return response
        form = ReasonForm(request.POST or None)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": session,
            "title": "Show number",
            "user_shown": pseudonym(session.phone),
            "form": form,
        }
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            operator = request.user.get_username()
            audit.record(operator=operator, action="reveal", session=session, reason=reason)
            context["number"], *context["other_addresses"] = user_addresses.all_of(session.phone)
        return TemplateResponse(
            request,
            "sessions_app/console/reveal.html",
            context,
            headers={"Cache-Control": "no-store, private"},
        )
