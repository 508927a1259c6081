"""The list of threads that were opened at OpenAI, read-only."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from sessions_app.console import search
from sessions_app.console.list_filters import ChoiceFilter, ErrorFilter
from sessions_app.console.read_only import ReadOnlyAdmin
from sessions_app.console.search import NUMBER, Kind
from sessions_app.console.times import ago
from sessions_app.models import ConversationSession, RemoteThread

_UNOPENED = Q(state__in=RemoteThread.UNOPENED)


class StateFilter(ChoiceFilter):
    title = "state"
    parameter_name = "state"
    indexed = {"doomed": Q(), "planned": _UNOPENED, "unknown": _UNOPENED}


class ThreadErrorFilter(ErrorFilter):
    parameter_name = "error"


@admin.register(RemoteThread)
class RemoteThreadAdmin(ReadOnlyAdmin):
    empty_sentence = "A thread at OpenAI comes here with the first message of each session."
    list_display = ("thread_id", "created", "state", "attempts", "error")
    list_filter = (StateFilter, ThreadErrorFilter)
    searches = (Kind.THREAD, *NUMBER, Kind.LAST_4, Kind.PSEUDONYM)
    search_help_text = "Last 4 or user of a session, thread id"
    ordering = ("-id",)
    fields = (
        *("thread_id", "state", "adopted", "created_at", "deleted_at", "attempts", "next_try_at"),
        *("error", "last_item_id"),
    )

    def found(self, queryset: QuerySet[Any], term: search.Term) -> QuerySet[Any]:
        ids = [term.value]
        if term.kind is not Kind.THREAD:
            sessions = ConversationSession.objects.filter(phone__in=search.phones(term))
            ids = list(sessions.values_list("thread_id", flat=True))
        return queryset.exclude(thread_id="").filter(thread_id__in=ids)  # the index's condition first

    @admin.display(description="created")
    def created(self, thread: RemoteThread) -> SafeString | str:
        return ago(thread.created_at)
