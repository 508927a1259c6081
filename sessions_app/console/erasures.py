"""Erase everything of a person, for superusers; and the receipts, which say what others have still to delete.

The person stands in the address of the page as a pseudonym, and is looked for again when the form is sent.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget

from sessions_app.console.read_only import ReadOnlyAdmin
from sessions_app.console.sessions.reveal import ReasonForm
from sessions_app.data_registry import TABLES
from sessions_app.erasure import forgetting, person
from sessions_app.erasure.receipts import open_parts
from sessions_app.models import ErasureReceipt
from sessions_app.operators import erasure, number_search
from sessions_app.operators.actions import Refused
from sessions_app.phones import read_address
from sessions_app.privacy import pseudonym, read_pseudonym

LIST = "admin:sessions_app_erasurereceipt_changelist"
RECEIPT = "admin:sessions_app_erasurereceipt_change"
FORGET = "admin:sessions_app_erasurereceipt_forget"


class PersonForm(forms.Form):
    person = forms.CharField(
        max_length=160,
        widget=UnfoldAdminTextInputWidget,
        help_text="A full number, a WhatsApp id, or a user as shown here or in a log (9f86d08188…0001).",
    )

    def clean_person(self) -> str:
        """Return the person's phone."""
        try:
            return person.find(self.cleaned_data["person"])
        except person.NotFound as error:
            raise forms.ValidationError(str(error)) from error


@admin.register(ErasureReceipt)
class ErasureReceiptAdmin(ReadOnlyAdmin):
    """Who may see the audit log may see this list. Only superusers erase."""

    empty_sentence = "To erase a person, choose “Erase a person…” above. Only superusers can."
    list_display = ("at", "by", "operator", "reason", "rows", "outstanding")
    ordering = ("-id",)
    fields = (
        "number",
        "at",
        "by",
        "operator",
        "reason",
        "was_erased",
        "is_left",
        "outstanding",
        "deleted_at_twilio",
        "confirmed_at",
    )
    readonly_fields = ("number", "was_erased", "is_left", "outstanding")
    actions_list = ("find",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("sessions_app.view_auditentry"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_erase_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.forget_view)
        return [path("forget/", view, name="sessions_app_erasurereceipt_forget"), *super().get_urls()]

    @admin.display(description="number")
    def number(self, receipt: ErasureReceipt) -> str:
        return str(receipt.uuid)

    @admin.display(description="rows erased")
    def rows(self, receipt: ErasureReceipt) -> int:
        return sum(receipt.erased.values())

    @admin.display(description="rows erased")
    def was_erased(self, receipt: ErasureReceipt) -> SafeString:
        return format_html_join("", "<div>{}: {}</div>", _in_words(receipt.erased))

    @admin.display(description="what remained")
    def is_left(self, receipt: ErasureReceipt) -> SafeString:
        return format_html_join(
            "",
            "<div>{}, at {}, until {}</div>",
            ((one["what"], one["at"], one["until"]) for one in receipt.remains),
        )

    @admin.display(description="still to be deleted")
    def outstanding(self, receipt: ErasureReceipt) -> SafeString | str:
        parts = [] if receipt.confirmed_at else open_parts(receipt)
        return (
            format_html_join("", "<div>{}</div>", ([part] for part in parts)) or "nothing: all is confirmed"
        )

    @action(description="Erase a person…", icon="person_remove", permissions=["erase"])
    def find(self, request: HttpRequest) -> HttpResponse:
        """Ask whose data, and go to the page that asks whether to erase it."""
        form = PersonForm(request.POST or None)
        try:
            if number := read_address(request.POST.get("person", "")):
                number_search.record(number, operator=request.user.get_username())
            if request.method == "POST" and form.is_valid():
                return redirect(address_of(form.cleaned_data["person"]))
        except Refused as refused:
            messages.warning(request, str(refused))
        return self._page(request, "Erase a person", form=form)

    def forget_view(self, request: HttpRequest) -> HttpResponse:
        """Show what would be erased and what remains; with a reason, erase it and show the receipt."""
        if not self.has_erase_permission(request):
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        try:
            phone = person.find(read_pseudonym(request.GET.get("user", "")))
            if request.method == "POST" and form.is_valid():
                operator, reason = request.user.get_username(), form.cleaned_data["reason"]
                receipt = erasure.erase(phone, operator=operator, reason=reason)
                messages.success(request, "Everything of this person was erased. This is the receipt.")
                return redirect(RECEIPT, receipt.pk)
        except (person.NotFound, Refused) as refused:
            messages.warning(request, f"{refused} Nothing was erased.")
            return redirect(LIST)
        return self._page(
            request,
            "Erase everything of this person?",
            form=form,
            user_shown=pseudonym(phone),
            found=_in_words(forgetting.found(phone)),
            left=forgetting.left(phone),
        )

    def _page(self, request: HttpRequest, title: str, **more: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "back": reverse(LIST),
        }
        return TemplateResponse(request, "sessions_app/console/erase.html", {**context, **more})


def address_of(phone: str) -> str:
    """Return the address of the page that asks whether to erase everything of a person."""
    return f"{reverse(FORGET)}?{urlencode({'user': pseudonym(phone)})}"


def _in_words(rows: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return what each table holds and how many `rows` of it, in the registry's order.

    Of a table that is no more, and older receipts may name, the label.
    """
    known = [(TABLES[label].holds, rows[label]) for label in TABLES if label in rows]
    return [*known, *((label, count) for label, count in rows.items() if label not in TABLES)]
