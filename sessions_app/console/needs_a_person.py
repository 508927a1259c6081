"""The page "Needs a person": the conversations that wait for an operator, the longest first."""

from collections.abc import Callable
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
from sessions_app.console.sessions import cells, release_progress
from sessions_app.console.sessions import status as session_status
from sessions_app.console.sessions.row import name_of
from sessions_app.console.times import ago
from sessions_app.conversations import people
from sessions_app.models import Conversation, InboundMessage
from sessions_app.operators import roles
from sessions_app.privacy import masked

_LIST = "admin:sessions_app_conversation_changelist"


class NeedsList(ReadOnlyList):
    """Reads the users of all rows of a page at once: who they are, and who looks after them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: Any = list(self.result_list)
        phones = [conversation.phone for conversation in self.result_list]
        users = people.of_all(phones)
        said = InboundMessage.objects.exclude(kind__in=InboundMessage.EVENTS)
        newest = {one.phone: one for one in session_status.newest_of(self.result_list, said)}
        progress = release_progress.of_phones(phones)
        for conversation in self.result_list:
            phone = conversation.phone
            conversation.person = users[phone]
            conversation.name = name_of(newest.get(phone))
            conversation.company = progress[phone].company if phone in progress else ""

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
        """Viewers see names masked, as they see numbers, and dismiss nothing."""
        columns = (*self.list_display, "dismiss") if self.has_steer_permission(request) else self.list_display
        if self.has_reveal_permission(request):
            return columns
        return ("masked_user", *columns[1:])

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

    @admin.display(description="user")
    def user(self, conversation: Any) -> SafeString:
        return self._user(conversation)

    @admin.display(description="user")
    def masked_user(self, conversation: Any) -> SafeString:
        return self._user(conversation, shown=masked)

    def _user(self, one: Any, *, shown: Callable[[str], str] = str) -> SafeString:
        return cells.user(phone=one.phone, name=one.name, company=one.company, shown=shown)

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
