"""The sessions list: the live conversations, their status, and actions on them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sessions_app.console import times
from sessions_app.console.read_only import ReadOnlyAdmin, ReadOnlyList
from sessions_app.console.search import NUMBER, Kind
from sessions_app.console.sessions import status as session_status
from sessions_app.console.sessions.bulk_actions import BULK_ACTIONS, BulkActions
from sessions_app.console.sessions.export import ExportSessions
from sessions_app.console.sessions.filters import AgeFilter, StatusFilter
from sessions_app.console.sessions.media_view import PersonMedia
from sessions_app.console.sessions.reveal import Reveal
from sessions_app.console.sessions.steering import SteerPerson
from sessions_app.console.times import ago
from sessions_app.conversations import people
from sessions_app.models import Conversation, ConversationSession
from sessions_app.privacy import masked, pseudonym

ATTENTION_SHOWN = 50


class SessionList(ReadOnlyList):
    """Reads the related data of all rows of a page at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: Any = list(self.result_list)
        facts = session_status.facts_of(self.result_list)
        for session in self.result_list:
            session.facts = facts[session.pk]


@admin.register(ConversationSession)
class ConversationSessionAdmin(SteerPerson, PersonMedia, ExportSessions, BulkActions, Reveal, ReadOnlyAdmin):
    list_display = ("user", "name", "status", "last_message", "turns", "created", "accessed", "thread")
    list_filter = (StatusFilter, AgeFilter)
    searches = (*NUMBER, Kind.LAST_4, Kind.PSEUDONYM, Kind.THREAD, Kind.ROWS, Kind.WORDS)
    search_help_text = "Last 4, user as shown, thread id"
    ordering = ("-last_accessed",)
    sortable_by = ("accessed",)
    actions = (*BULK_ACTIONS, "export_sessions")
    list_before_template = "sessions_app/console/attention_panel.html"

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Viewers see names masked, as they see numbers."""
        if self.has_reveal_permission(request):
            return self.list_display
        return tuple("masked_name" if column == "name" else column for column in self.list_display)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ReadOnlyList]:
        return SessionList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        panel = {
            "attention": needing_a_person(),
            "attention_most": ATTENTION_SHOWN,
            "may_steer": self.has_steer_permission(request),
        }
        response: HttpResponse = super().changelist_view(request, {**(extra_context or {}), **panel})
        return response

    @admin.display(description="status")
    def status(self, session: Any) -> SafeString:
        return session_status.render(session_status.badges(session, session.facts))

    @admin.display(description="name")
    def name(self, session: Any) -> str:
        newest = session.facts.newest
        return str(newest.details.get("profile_name", "")) if newest else ""

    @admin.display(description="name")
    def masked_name(self, session: Any) -> str:
        return masked(self.name(session))

    @admin.display(description="last message")
    def last_message(self, session: Any) -> SafeString | str:
        return ago(session.facts.newest and session.facts.newest.received_at)

    @admin.display(description="turns")
    def turns(self, session: Any) -> int:
        return int(session.facts.turns)

    @admin.display(description="created")
    def created(self, session: ConversationSession) -> SafeString | str:
        return ago(session.created_at)

    @admin.display(description="accessed", ordering="last_accessed")
    def accessed(self, session: ConversationSession) -> SafeString | str:
        return ago(session.last_accessed)

    @admin.display(description="thread")
    def thread(self, session: ConversationSession) -> SafeString:
        return format_html('<span class="console-id" title="{0}">{0}</span>', session.thread_id)


def needing_a_person() -> list[dict[str, Any]]:
    """Return the newest conversations that need a person, each with the address of its page."""
    asked = Conversation.objects.filter(attention_at__isnull=False).order_by("-attention_at")
    conversations = list(asked[:ATTENTION_SHOWN])
    if not conversations:
        return []
    pages = people.pages([conversation.phone for conversation in conversations])
    return [
        {
            "conversation": one.pk,
            "asked_at": times.format(one.attention_at) if one.attention_at else "",
            "user": pseudonym(one.phone),
            "reason": one.attention,
            "since": ago(one.attention_at),
            "paused_by": one.paused_by,
            "url": pages[one.phone],
        }
        for one in conversations
    ]
