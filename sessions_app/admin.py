"""A window on the conversations: lists and pages to read, nothing is edited raw."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from sessions_app import turns
from sessions_app.models import ConversationSession, InboundMessage, OutboundMessage, RemoteThread
from sessions_app.privacy import pseudonym


class ReadOnlyAdmin(ModelAdmin):
    """Rows are written by the domain code alone."""

    list_per_page = 50
    show_full_result_count = False
    list_disable_select_all = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="user")
    def user(self, row: Any) -> str:
        return pseudonym(row.phone)


@admin.register(ConversationSession)
class ConversationSessionAdmin(ReadOnlyAdmin):
    list_display = ("user", "thread_id", "created_at", "last_accessed")
    search_fields = ("phone", "thread_id")
    ordering = ("-last_accessed",)


@admin.register(InboundMessage)
class InboundMessageAdmin(ReadOnlyAdmin):
    list_display = ("received_at", "user", "body", "kind", "state", "error")
    list_filter = ("state", "kind")
    search_fields = ("phone", "message_sid")
    ordering = ("-id",)
    actions = ("try_again",)

    def has_operate_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("sessions_app.change_inboundmessage"))

    @admin.action(description="Try the failed turn again", permissions=["operate"])
    def try_again(self, request: HttpRequest, chosen: QuerySet[InboundMessage]) -> None:
        """Let the newest failed turn of each chosen phone be tried again; a second click finds none."""
        failed = chosen.filter(state=InboundMessage.State.FAILED)
        phones = failed.order_by("phone").values_list("phone", flat=True).distinct()
        retried = sum(turns.retry_failed(phone) for phone in list(phones))
        level = messages.SUCCESS if retried else messages.WARNING
        self.message_user(request, f"{retried} failed messages are tried again.", level)


@admin.register(OutboundMessage)
class OutboundMessageAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "user", "body", "part", "parts", "state", "error_code")
    list_filter = ("state", "author")
    search_fields = ("phone", "sid")
    ordering = ("-id",)


@admin.register(RemoteThread)
class RemoteThreadAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "thread_id", "state", "error")
    list_filter = ("state",)
    search_fields = ("thread_id",)
    ordering = ("-id",)
