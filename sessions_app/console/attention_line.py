"""The slim line on each page of the console: how many conversations need a person, kept up to date."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sessions_app.console import times
from sessions_app.conversations import attention
from sessions_app.conversations.attention import MOST_COUNTED, Needs
from sessions_app.operators import roles

_TEMPLATES = "sessions_app/console/attention/"


@dataclass(frozen=True)
class Line:
    needs: Needs

    @property
    def count(self) -> str:
        """The number for people, "" for none."""
        if self.needs.count > MOST_COUNTED:
            return f"{MOST_COUNTED:,}+"
        return f"{self.needs.count:,}" if self.needs.count else ""

    @property
    def wait(self) -> str:
        """How long the longest wait is, in words."""
        return times.in_words(timezone.now() - self.needs.oldest) if self.needs.oldest else ""

    @property
    def newest(self) -> str:
        """When the newest request was made: by this a page knows that there is another one."""
        return times.format(self.needs.newest) if self.needs.newest else ""

    @cached_property
    def version(self) -> str:
        """What changes with what the line shows."""
        return " ".join((self.count, self.wait, self.newest))


def of(request: HttpRequest) -> Line | None:
    """Return the line of a page, None for users who may not see it. Asks the database once for a request."""
    if not request.user.has_perm(roles.VIEW_SESSIONS):
        return None
    if not hasattr(request, "attention_line"):
        request.attention_line = Line(attention.needs())  # type: ignore[attr-defined]
    line: Line = request.attention_line  # type: ignore[attr-defined]
    return line


def context(request: HttpRequest) -> dict[str, Any]:
    """Return the line, and the count that the title begins with (unfold's GLOBAL_CALLBACK)."""
    line = of(request)
    title = f"({line.count})" if line and line.count else ""
    return {"attention": line, "environment_title_prefix": title}


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer an open page: 204 if the line has not changed, else the line.

    Never redirects: htmx would put the log-in page into this one.
    """
    line = of(request) if admin.site.has_permission(request) else None
    if line is None:
        return signed_out(request, is_elsewhere=False)
    if request.GET.get("seen") == line.version:
        return HttpResponse(status=204)
    return TemplateResponse(request, f"{_TEMPLATES}line.html", {"attention": line})


def signed_out(request: HttpRequest, *, is_elsewhere: bool = True) -> HttpResponse:
    """Return the line that says so; `is_elsewhere` if another part of the page has asked."""
    return TemplateResponse(request, f"{_TEMPLATES}signed_out.html", {"is_elsewhere": is_elsewhere})
