"""The list of press releases, with masked numbers."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, TextField, prefetch_related_objects
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from assistant import facts, versions
from assistant.models import Fact, PressRelease, ReleaseVersion
from sessions_app.console.list_filters import ChoiceFilter, newest
from sessions_app.console.press_releases.documents import DownloadDocuments
from sessions_app.console.press_releases.writing import WriteRelease
from sessions_app.console.read_only import ReadOnlyList
from sessions_app.console.search import NUMBER, Kind
from sessions_app.console.times import ago

LONGEST_COMPANY, LONGEST_HEADLINE = 40, 70
"""Characters in a column."""
_FACTS = Prefetch(
    "facts",
    Fact.objects.filter(superseded_at=None).defer("said", "reason").order_by("pk"),
    to_attr="active_facts",
)
_VERSIONS = Prefetch(
    "versions",
    ReleaseVersion.objects.defer("text", "parts", "facts", "approval").order_by("number"),
    to_attr="versions_written",
)

_BLOCKS = '"severity": "block"'
"""In the JSON of problems. A text in it has no bare quotation marks."""


class StatusFilter(ChoiceFilter):
    title = "status"
    parameter_name = "status"


class BlockedFilter(admin.SimpleListFilter):
    """The releases whose newest version cannot be approved."""

    title = "checks"
    parameter_name = "blocked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Cannot be approved")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        if self.value() is None:
            return None
        stored = Cast("problems", TextField())
        versions_of = ReleaseVersion.objects.filter(release=OuterRef("pk")).order_by("-number")
        found = Subquery(versions_of.annotate(stored=stored).values("stored")[:1])
        blocked: QuerySet[Any] = newest(queryset).alias(found=found).filter(found__contains=_BLOCKS)
        return blocked


class ReleaseList(ReadOnlyList):
    """Reads the facts and versions of all rows of a page at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: Any = list(self.result_list)
        prefetch_related_objects(self.result_list, _FACTS, _VERSIONS)
        for release in self.result_list:
            release.gathered = facts.gathered_from(release, release.active_facts)


@admin.register(PressRelease)
class PressReleaseAdmin(DownloadDocuments, WriteRelease):
    empty_sentence = "A press release comes here when a user has told the bot its first fact."
    list_display = ("user", "status", "company", "headline", "facts", "version", "changed")
    list_filter = (StatusFilter, BlockedFilter)
    searches = (*NUMBER, Kind.LAST_4, Kind.PSEUDONYM, Kind.THREAD, Kind.ROWS, Kind.WORDS)
    search_help_text = "Last 4, user as shown, thread id"
    people = (PressRelease,)
    texts_in_list = True
    ordering = ("-id",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ReadOnlyList]:
        return ReleaseList

    @admin.display(description="company")
    def company(self, release: Any) -> SafeString:
        return _short(release, "company_name", LONGEST_COMPANY)

    @admin.display(description="headline")
    def headline(self, release: Any) -> SafeString:
        return _short(release, "headline", LONGEST_HEADLINE)

    @admin.display(description="facts")
    def facts(self, release: Any) -> str:
        """Return how many facts are there, of those and the ones that are missing."""
        told = len(release.gathered.facts)
        return f"{told} of {told + len(release.gathered.missing)}"

    @admin.display(description="version")
    def version(self, release: Any) -> str:
        if not release.versions_written:
            return ""
        last = release.versions_written[-1]
        if versions.is_blocked(last):
            return f"{last.number}, cannot be approved"
        return f"{last.number}, approved" if last.approved_at else str(last.number)

    @admin.display(description="changed")
    def changed(self, release: PressRelease) -> SafeString | str:
        return ago(release.updated_at)


def _short(release: Any, key: str, longest: int) -> SafeString:
    """Return the beginning of a value, which may turn the direction of what comes after it."""
    value = Truncator(release.gathered.values.get(key, "")).chars(longest)
    return format_html('<bdi dir="auto">{}</bdi>', value)
