"""Shows a user's full number once, for a reason that the audit log keeps."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from unfold.widgets import UnfoldAdminTextareaWidget

from sessions_app.console.read_only import ReadOnlyAdmin
from sessions_app.messages import user_addresses
from sessions_app.models import ConversationSession, Person
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
    """`person/<pk>/reveal/`: a form, whose POST is answered with the number."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.reveal_view)
        name = "sessions_app_conversationsession_reveal_person"
        return [path("person/<int:pk>/reveal/", view, name=name), *super().get_urls()]

    def reveal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_reveal_permission(request):
            raise PermissionDenied
        person = get_object_or_404(Person, pk=pk)
        phone = person.phone
        form = ReasonForm(request.POST or None)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": pseudonym(phone),
            "person": person,
            "title": "Show number",
            "user_shown": pseudonym(phone),
            "form": form,
        }
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            operator = request.user.get_username()
            session = ConversationSession.objects.filter(phone=phone).first()
            audit.record(operator=operator, action="reveal", phone=phone, session=session, reason=reason)
            context["number"], *context["other_addresses"] = user_addresses.all_of(phone)
        return TemplateResponse(
            request,
            "sessions_app/console/reveal.html",
            context,
            headers={"Cache-Control": "no-store, private"},
        )
