"""The sessions list: the live conversations, their status, and actions on them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.safestring import SafeString

from sessions_app.console.counted_pages import CountedPaginator
from sessions_app.console.list_filters import LinkFilter
from sessions_app.console.read_only import ReadOnlyAdmin, ReadOnlyList
from sessions_app.console.search import NUMBER, Kind
from sessions_app.console.sessions import cells
from sessions_app.console.sessions import status as session_status
from sessions_app.console.sessions.bulk_actions import BULK_ACTIONS, BulkActions
from sessions_app.console.sessions.export import ExportSessions
from sessions_app.console.sessions.filters import AccessedBetween, AgeFilter, AssignedFilter, StatusFilter
from sessions_app.console.sessions.media_view import PersonMedia
from sessions_app.console.sessions.orders import OrderFilter
from sessions_app.console.sessions.reveal import Reveal
from sessions_app.console.sessions.row import rows_of
from sessions_app.console.sessions.teamwork import ShareWork
from sessions_app.console.times import ago
from sessions_app.models import ConversationSession
from sessions_app.privacy import masked


class SessionList(ReadOnlyList):
    """Reads the related data of all rows of a page at once, in one of the orders of `OrderFilter`."""

    filter_specs: Any
    page_num: Any

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        found = super().get_queryset(request, exclude_parameters)
        self.links = [spec for spec in self.filter_specs if isinstance(spec, LinkFilter)]
        self.filter_specs = [spec for spec in self.filter_specs if spec not in self.links]
        self.has_active_filters = any(spec.used_parameters for spec in self.filter_specs)
        [order] = (spec for spec in self.links if isinstance(spec, OrderFilter))
        return order.ordered(found)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """Sort the few that are assigned without the index: PostgreSQL reads all of it to find them."""
        if AssignedFilter.parameter_name in self.params:
            return [Coalesce("last_accessed", "created_at").desc(), "-pk"]
        ordering: list[Any] = super().get_ordering(request, queryset)
        return ordering

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.page_num = self.paginator.nearest(self.page_num)
        self.full_result_count = self.result_count  # else unfold shows it once more, beside the title
        self.result_list: Any = list(self.result_list)
        rows = rows_of(self.result_list)
        for session in self.result_list:
            session.row = rows[session.pk]


@admin.register(ConversationSession)
class ConversationSessionAdmin(ShareWork, PersonMedia, ExportSessions, BulkActions, Reveal, ReadOnlyAdmin):
    list_display = ("user", "status", "last_message", "facts", "assigned_to", "accessed")
    list_filter = (AssignedFilter, OrderFilter, StatusFilter, AgeFilter, AccessedBetween)
    searches = (*NUMBER, Kind.LAST_4, Kind.PSEUDONYM, Kind.THREAD, Kind.ROWS, Kind.WORDS)
    search_help_text = "Last 4, user as shown, thread id"
    ordering = ("-last_accessed",)
    paginator = CountedPaginator
    list_max_show_all = 0
    actions = (*BULK_ACTIONS, "export_sessions")
    list_before_template = "sessions_app/console/session_list_links.html"
    texts_in_list = True
    empty_sentence = "No session yet: one begins with a user's first message on WhatsApp."

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Viewers see names masked, as they see numbers."""
        if self.has_reveal_permission(request):
            return self.list_display
        return tuple("masked_user" if column == "user" else column for column in self.list_display)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ReadOnlyList]:
        return SessionList

    @admin.display(description="user")
    def user(self, session: Any) -> SafeString:
        row = session.row
        return cells.user(phone=session.phone, name=row.name, company=row.company)

    @admin.display(description="user")
    def masked_user(self, session: Any) -> SafeString:
        row = session.row
        return cells.user(phone=session.phone, name=row.name, company=row.company, shown=masked)

    @admin.display(description="status")
    def status(self, session: Any) -> SafeString:
        return session_status.render(session_status.badges(session, session.row.facts))

    @admin.display(description="last message")
    def last_message(self, session: Any) -> SafeString | str:
        return cells.last_message(session.row)

    @admin.display(description="facts")
    def facts(self, session: Any) -> str:
        """Return how many facts of the press release are there, of those and the ones that are missing."""
        progress = session.row.progress
        return f"{progress.known} of {progress.needed}" if progress else ""

    @admin.display(description="assigned to")
    def assigned_to(self, session: Any) -> str:
        return str(session.row.assigned_to)

    @admin.display(description="accessed")
    def accessed(self, session: ConversationSession) -> SafeString | str:
        return ago(session.last_accessed)
