"""How an open list keeps itself up to date: it asks every few seconds and gets the changed rows alone.

A row's version is a hash of what it shows. static/sessions_app/console/live_list.js puts the rows in their
places, and waits while the operator is at work in the list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.admin.views.main import SEARCH_VAR
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, resolve, reverse
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from unfold.admin import ModelAdmin
from unfold.templatetags import unfold_list

from sessions_app.console import attention_line
from sessions_app.console.versions import version
from sessions_app.operators import audit

_TEMPLATES = "sessions_app/console/list/"
SEEN = "seen"
"""The versions of the rows that an open list shows, in their order."""


@dataclass(frozen=True, kw_only=True)
class Row:
    html: str

    @cached_property
    def version(self) -> str:
        return version(self.html)


class LiveList(ModelAdmin):
    """A list whose rows are replaced while it is open."""

    change_list_template = f"{_TEMPLATES}page.html"
    texts_in_list = False
    """Whether the list shows what users and the bot wrote: who reads it is in the audit log then."""

    def get_urls(self) -> list[URLPattern]:
        return [path("live/", never_cache(self.live_list_view), name=self._live_name), *super().get_urls()]

    @property
    def _live_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_list_live"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = self._with_rows(request, extra_context)
        if response.status_code == HTTPStatus.OK:
            self._record_list_reading(request)
        return response

    def _with_rows(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Return the page of the list, with its rows in the context."""
        response: HttpResponse = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None) or {}
        if "cl" in context:  # not the page that asks for a confirmation
            context["live_url"] = f"{reverse(f'admin:{self._live_name}')}?{request.GET.urlencode()}"
            context.update(_table({**context, "request": request}))
        return response

    def _record_list_reading(self, request: HttpRequest) -> None:
        if self.texts_in_list:
            searched = {"list": self.opts.model_name, "search": request.GET.get(SEARCH_VAR, "").strip()}
            audit.record_reading("list", operator=request.user.get_username(), **searched)

    def live_list_view(self, request: HttpRequest) -> HttpResponse:
        """Answer an open list: 204 if no row has changed, else the order of the rows and those it lacks.

        Never redirects: htmx would follow to a page that has no rows. Where the list itself would, as for an
        odd filter, the open page stays as it is.
        """
        if not (self.admin_site.has_permission(request) and self.has_view_permission(request)):
            return attention_line.signed_out(request)
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        query = request.GET.copy()
        seen = query.pop(SEEN, [""])[0].split(".")
        request.GET = query  # type: ignore[assignment]
        # The rows' links keep the filters, which Django looks for at this address only.
        request.resolver_match = resolve(reverse(admin_urlname(self.opts, "changelist")))  # type: ignore[arg-type]
        context: Mapping[str, Any] = getattr(self._with_rows(request), "context_data", None) or {}
        get_messages(request).added_new = False  # type: ignore[union-attr]  # the page has told it once
        versions = [row.version for row in context.get("rows", ())]
        if "rows" not in context or versions == [one for one in seen if one]:
            return HttpResponse(status=204)
        self._record_list_reading(request)
        is_whole = not versions or seen == [""]
        changed = {"changed": [row for row in context["rows"] if row.version not in seen], "order": versions}
        template = "region.html" if is_whole else "changes.html"
        return TemplateResponse(request, f"{_TEMPLATES}{template}", {**context, **changed})


def _table(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what region.html shows of the list in `context`: its head and its rows."""
    table = unfold_list.result_list(context, context["cl"])
    rows = [
        Row(html=render_to_string(f"{_TEMPLATES}row.html", {**table, "result": result}))
        for result in table.pop("results")
    ]
    return {**table, "rows": rows}
