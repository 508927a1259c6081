"""Block and unblock: the list of who is blocked, and the forms, each of which asks for a reason."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget

from sessions_app.console import search
from sessions_app.console.read_only import ReadOnlyAdmin
from sessions_app.console.search import NUMBER, Kind
from sessions_app.console.sessions.reveal import ReasonForm
from sessions_app.console.times import ago
from sessions_app.models import BlockedPhone
from sessions_app.operators import blocking, number_search, roles
from sessions_app.operators.actions import Refused
from sessions_app.privacy import pseudonym

LIST = "admin:sessions_app_blockedphone_changelist"
BLOCK = (
    "Block",
    "The user gets no more answers: messages are stored and ignored, a running turn ends, and unsent replies "
    "are cancelled. The session and the draft stay.",
)
UNBLOCK = (
    "Unblock",
    "The bot answers new messages of the user again. What came meanwhile stays ignored.",
)


class NumberForm(ReasonForm):
    number = forms.CharField(
        max_length=160,
        widget=UnfoldAdminTextInputWidget,
        help_text="Like +14155550001, or a WhatsApp id.",
    )
    field_order = ("number", "reason")

    def clean_number(self) -> str:
        try:
            return search.read(self.cleaned_data["number"], allowed=[Kind.PHONE]).value
        except search.Unclear:
            raise forms.ValidationError("Give a full number, with the code of its country.") from None


def page(
    page_admin: ReadOnlyAdmin, request: HttpRequest, *, phone: str, is_blocked: bool, back: str
) -> HttpResponse:
    """Ask why to block the user of `phone`, or to unblock it if it `is_blocked`; do it; go `back`."""
    act, words = (blocking.unblock, UNBLOCK) if is_blocked else (blocking.block, BLOCK)
    form = ReasonForm(request.POST or None)

    def carry_out() -> None:
        act(phone, operator=request.user.get_username(), reason=form.cleaned_data["reason"])

    return _form_page(page_admin, request, form, carry_out, words, user=pseudonym(phone), back=back)


def _form_page(
    page_admin: ReadOnlyAdmin,
    request: HttpRequest,
    form: forms.Form,
    carry_out: Callable[[], None],
    words: tuple[str, str],
    *,
    user: str = "",
    back: str,
) -> HttpResponse:
    if not page_admin.has_steer_permission(request):
        raise PermissionDenied
    verb, consequence = words
    if request.method == "POST" and form.is_valid():
        try:
            carry_out()
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, f"{verb}ed. {consequence}")
        return redirect(back)
    context: dict[str, Any] = {
        **page_admin.admin_site.each_context(request),
        "opts": page_admin.opts,
        "title": f"{verb} {user or 'a number'}",
        "user_shown": user,
        "verb": verb,
        "consequence": consequence,
        "form": form,
        "back": back,
    }
    return TemplateResponse(request, "sessions_app/console/block.html", context)


@admin.register(BlockedPhone)
class BlockedPhoneAdmin(ReadOnlyAdmin):
    """Who may see sessions may see this list."""

    empty_sentence = "To block a user, open their conversation, or choose “Block a number” above."
    list_display = ("user", "since", "reason", "operator")
    searches = (*NUMBER, Kind.LAST_4, Kind.PSEUDONYM)
    people = (BlockedPhone,)
    search_help_text = "Last 4, user as shown"
    ordering = ("-id",)
    fields = ("user", "created_at", "reason", "operator")
    readonly_fields = ("user",)
    actions_list = ("block",)
    actions_row = ("unblock",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm(roles.VIEW_SESSIONS))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description="since")
    def since(self, blocked: BlockedPhone) -> SafeString | str:
        return ago(blocked.created_at)

    @action(description="Block a number", icon="block", permissions=["steer", "reveal"])
    def block(self, request: HttpRequest) -> HttpResponse:
        form = NumberForm(request.POST or None)

        def carry_out() -> None:
            operator, reason = request.user.get_username(), form.cleaned_data["reason"]
            # It tells as much as a search: afterwards the list shows the user.
            phone = number_search.record(form.cleaned_data["number"], operator=operator)
            blocking.block(phone, operator=operator, reason=reason)

        return _form_page(self, request, form, carry_out, BLOCK, back=reverse(LIST))

    @action(description="Unblock", icon="lock_open", permissions=["steer"])
    def unblock(self, request: HttpRequest, object_id: str) -> HttpResponse:
        blocked = self.get_object(request, object_id)
        if blocked is None:
            response: HttpResponse = self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            return response
        return page(self, request, phone=blocked.phone, is_blocked=True, back=reverse(LIST))
