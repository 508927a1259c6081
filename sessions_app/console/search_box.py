"""The search box of the lists: what is searched for is sent by POST, and only what is masked gets into URLs.

A number becomes the user's pseudonym and words the ids of the rows that have them, before the list is shown.
"""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin

from sessions_app.console import search, text_search
from sessions_app.console.search import Kind, Term, Unclear
from sessions_app.conversations import people
from sessions_app.models import ConversationSession
from sessions_app.operators import audit, number_search, roles
from sessions_app.operators.actions import Refused
from sessions_app.privacy import pseudonym

TEXTS = "search in texts"
"""An action of the audit log, without the words."""
NO_ROW = "#0"
"""In a URL: nothing was found."""


class SearchBox(ModelAdmin):
    """A list whose box posts to `search/`, which leads to the list with what may stand in its URL."""

    searches: ClassVar[Sequence[Kind]] = ()
    """What the search box accepts; numbers and words only from those who may see numbers."""
    people: ClassVar[Sequence[type[Model]]] = search.PEOPLE

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.search_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_search"
        box = [path("search/", view, name=name)] if self.searches else []
        return [*box, *super().get_urls()]

    def has_reveal_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(roles.REVEAL)) and self.has_view_permission(request)

    def search_view(self, request: HttpRequest) -> HttpResponse:
        """Lead to the list of what is searched for, under the same filters, or to that with a refusal."""
        if request.method != "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        filters = self.filter_parameters(request)
        query = {name: request.POST[name] for name in filters if name in request.POST}
        text = request.POST.get(SEARCH_VAR, "")
        try:
            if text.strip():
                query[SEARCH_VAR] = self.in_url(search.read(text, allowed=self._kinds(request)), request)
        except (Unclear, Refused) as refusal:
            self.message_user(request, str(refusal), messages.WARNING)
        return self._list(query)

    def filter_parameters(self, request: HttpRequest) -> list[str]:
        """Return the names of all parameters that the list's filters have in a URL."""
        return [
            name
            for one in self.get_list_filter(request)
            for name in getattr(one, "parameters", None) or [one.parameter_name]
        ]

    def in_url(self, term: Term, request: HttpRequest) -> str:
        """Return what stands for `term` in a URL. Raises `Refused`, and `Unclear` if nothing can."""
        if term.kind in search.NUMBER:
            return self._user_with(term, request)
        return self._rows_with(term.value, request) if term.kind is Kind.WORDS else term.value

    def _user_with(self, number: Term, request: HttpRequest) -> str:
        meant = search.numbers(number)
        phone = number_search.record(meant[0], operator=request.user.get_username())
        if len(meant) > 1:
            raise Unclear(
                f"{len(meant)} users have a number that ends so. Add the code of the country (+49 …)."
            )
        if self.model is ConversationSession and search.has_no_session(phone):
            self.message_user(request, _pages_of([phone]), messages.INFO)
        return pseudonym(phone)

    def _rows_with(self, words: str, request: HttpRequest) -> str:
        found = text_search.IN_LIST_OF[self.model](words)
        rows, kind = found.rows[: text_search.MOST], str(self.opts.verbose_name_plural).lower()
        audit.record(
            operator=request.user.get_username(), action=TEXTS, list=self.opts.model_name, found=len(rows)
        )
        told = f"Searched: {found.searched}."
        if not rows:
            told = f"No {kind} have that. {told} {search.hint(self._kinds(request))}"
        elif len(found.rows) > len(rows):
            told = f"More than {len(rows)} {kind} have that: these are the newest. {told}"
        self.message_user(request, told, messages.INFO if rows else messages.WARNING)
        if found.without_row:
            self.message_user(request, _pages_of(found.without_row), messages.INFO)
        return " ".join(f"#{row}" for row in rows) or NO_ROW

    def _kinds(self, request: HttpRequest) -> list[Kind]:
        reveals = self.has_reveal_permission(request)
        return [kind for kind in self.searches if reveals or kind not in search.POSTED]

    def _list(self, query: dict[str, str]) -> HttpResponse:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return redirect(f"{address}?{urlencode(query)}" if query else address)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list. A URL with anything else than what the box makes of it is not even shown again."""
        if (text := request.GET.get(SEARCH_VAR, "")).strip():
            try:
                self._read(text)
            except Unclear as hint:
                self.message_user(request, str(hint), messages.WARNING)
                return self._list({})
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        shown = super().get_changelist_instance(request)
        first = "Name, words, number" if Kind.WORDS in self.searches else "Number"
        if self.has_reveal_permission(request) and Kind.PHONE in self.searches:
            shown.search_help_text = f"{first}, {self.search_help_text[0].lower()}{self.search_help_text[1:]}"
        if shown.query == NO_ROW:
            shown.query = ""  # the box is empty, too
        return shown

    def get_search_fields(self, request: HttpRequest) -> Sequence[str]:
        return [kind.name for kind in self.searches]  # any field makes the admin show a search box

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by what may stand in a URL: Django's autocomplete asks this too. Else there are no rows."""
        if not search_term.strip():
            return queryset, False
        try:
            return self.found(queryset, self._read(search_term)), False
        except Unclear:
            return queryset.none(), False

    def _read(self, text: str) -> Term:
        return search.read(text, allowed=[kind for kind in self.searches if kind not in search.POSTED])

    def found(self, queryset: QuerySet[Any], term: Term) -> QuerySet[Any]:
        """Return the rows that `term` matches, by their ids or as rows of its users."""
        if term.kind is Kind.ROWS:
            return queryset.filter(pk__in=term.value.replace("#", "").split())
        if term.kind is Kind.THREAD:  # alone: in the list's order SQLite takes a second
            owners = ConversationSession.objects.filter(thread_id=term.value)
            return queryset.filter(phone__in=list(owners.values_list("phone", flat=True)))
        return queryset.filter(phone__in=search.phones(term, among=self.people))


def _pages_of(phones: Collection[str]) -> SafeString:
    pages = people.pages(phones)
    links = format_html_join(
        ", ", '<a class="underline" href="{}">{}</a>', ((pages[phone], pseudonym(phone)) for phone in phones)
    )
    return format_html("Users without a session who have that: {}", links)
