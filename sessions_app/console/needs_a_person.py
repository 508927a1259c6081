"""The page "Needs a person": the conversations that wait for an operator, the longest first."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sessions_app.console import times
from sessions_app.console.read_only import ReadOnlyAdmin, ReadOnlyList
from sessions_app.console.times import ago
from sessions_app.conversations import people
from sessions_app.models import Conversation
from sessions_app.operators import roles

_LIST = "admin:sessions_app_conversation_changelist"


class NeedsList(ReadOnlyList):
    """Reads the users of all rows of a page at once: where their pages are, and who looks after them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: Any = list(self.result_list)
        phones = [conversation.phone for conversation in self.result_list]
        users = people.of_all(phones)
        for conversation in self.result_list:
            conversation.person = users[conversation.phone]

    def url_for_result(self, result: Any) -> str:
        return people.page(result.person.pk)


@admin.register(Conversation)
class NeedsAPerson(ReadOnlyAdmin):
    """Who may see sessions may see this list. A row leads to the user's page; it has none of its own."""

    empty_sentence = "Nobody needs a person now."
    list_display: tuple[str, ...] = ("user", "reason", "waiting", "assigned_to", "taken_over_by")
    ordering = ("attention_at",)
    list_before_template = "sessions_app/console/attention/alerts.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        needing: QuerySet[Any] = super().get_queryset(request).filter(attention_at__isnull=False)
        return needing

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return (*self.list_display, "dismiss") if self.has_steer_permission(request) else self.list_display

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ReadOnlyList]:
        return NeedsList

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm(roles.VIEW_SESSIONS))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Lead to the page of the conversation's user, or to the list if no person is needed any more."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_object(request, object_id)
        return redirect(people.page(people.of(found.phone).pk) if found else _LIST)

    @admin.display(description="reason")
    def reason(self, conversation: Conversation) -> SafeString:
        return format_html('<span class="console-reason">{}</span>', conversation.attention)

    @admin.display(description="since")
    def waiting(self, conversation: Conversation) -> SafeString | str:
        return ago(conversation.attention_at)

    @admin.display(description="assigned to")
    def assigned_to(self, conversation: Any) -> str:
        return str(conversation.person.assigned_to)

    @admin.display(description="taken over by")
    def taken_over_by(self, conversation: Conversation) -> str:
        return conversation.paused_by

    @admin.display(description="")
    def dismiss(self, conversation: Conversation) -> SafeString | str:
        """Return a button of the list's own form: forms cannot be nested."""
        if conversation.attention_at is None:
            return ""
        return format_html(
            '<button class="console-button" formaction="{}" name="asked_at" value="{}">Dismiss</button>',
            reverse("admin:sessions_app_conversationsession_dismiss", args=[conversation.pk]),
            times.format(conversation.attention_at),
        )
