"""What all lists of the console share: read-only, masked, at a cost that does not grow with the table."""

import json
from collections.abc import Sequence
from typing import Any

import unfold.paginator
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from sessions_app.console import sidebar
from sessions_app.console.live_list import LiveList
from sessions_app.console.search_box import SearchBox
from sessions_app.operators import roles
from sessions_app.privacy import pseudonym

PAGES = 200
MOST_DIGITS = 18
"""Of a row's id. The databases reject longer numbers."""


class InfinitePaginator(unfold.paginator.InfinitePaginator):
    """Counts nothing. Ends at `PAGES`, because the database reads all earlier pages to reach a page.

    unfold's templates look for this class name and then show no count.
    """

    @property
    def count(self) -> int:
        return PAGES * int(self.per_page)


class ReadOnlyList(ChangeList):
    """Orders only by `sortable_by`, whatever the address asks for."""

    def get_ordering_field(self, field_name: str) -> Any:
        return super().get_ordering_field(field_name) if field_name in self.sortable_by else None


class ConsoleAdmin(ModelAdmin):
    """A page of the console, ours or another package's."""

    empty_sentence = ""
    """What an empty list says: when something comes, or how."""

    def __init__(self, model: type[Model], admin_site: AdminSite) -> None:
        """Let breadcrumbs and the app's page call the model as the navigation does."""
        super().__init__(model, admin_site)
        self.opts.verbose_name_plural = sidebar.title_of(self.opts)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show no way to a history of changes where nothing is changed by hand."""
        if not self.has_change_permission(request):
            context |= {"show_history": False, "title": self.opts.verbose_name_plural}
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list under the name that the navigation gives it."""
        titled = {"title": sidebar.title_of(self.opts), **(extra_context or {})}
        response: HttpResponse = super().changelist_view(request, titled)
        return response

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the row. A blank `_to_field` in the address names no field: Django would raise."""
        return super().get_object(request, object_id, from_field or None)


class ReadOnlyAdmin(LiveList, SearchBox, ConsoleAdmin):
    """Only the domain code writes rows; no page shows a full phone number."""

    list_per_page = 50
    paginator: type[Paginator] = InfinitePaginator  # type: ignore[type-arg]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would count the whole table
    list_disable_select_all = True
    sortable_by: Sequence[str] = ()

    class Media:
        css = {"all": ("sessions_app/console/lists.css",)}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ReadOnlyList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_steer_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(roles.STEER))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow filters only: `?phone__startswith=` would reveal a number digit by digit, or scan a table."""
        return lookup in self.filter_parameters(request)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(pk.isascii() and pk.isdigit() and len(pk) <= MOST_DIGITS for pk in chosen):
            self.message_user(
                request, "Nothing was done. Reload the list and select the rows again.", messages.ERROR
            )
            return HttpResponseRedirect(request.get_full_path())
        response: HttpResponse | None = super().response_action(request, queryset)
        return response

    def as_json(self, value: Any) -> str:
        """Return what a JSON field holds; unfold's own display of one would need inline styles."""
        return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)

    @admin.display(description="user")
    def user(self, row: Any) -> str:
        return pseudonym(row.phone)
