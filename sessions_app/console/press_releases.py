"""The list of press releases: read-only, with masked numbers."""

from django.contrib import admin
from django.utils.safestring import SafeString

from assistant.models import PressRelease
from assistant.press_release import FIELDS
from sessions_app.console.list_filters import ChoiceFilter
from sessions_app.console.read_only import ReadOnlyAdmin
from sessions_app.console.search import Kind
from sessions_app.console.times import ago


class StatusFilter(ChoiceFilter):
    title = "status"
    parameter_name = "status"


@admin.register(PressRelease)
class PressReleaseAdmin(ReadOnlyAdmin):
    list_display = ("user", "status", "company", "begun", "finished")
    list_filter = (StatusFilter,)
    searches = (Kind.PHONE, Kind.LAST_4, Kind.PSEUDONYM)
    search_help_text = "Number, last 4, user as shown"
    people = (PressRelease,)
    ordering = ("-id",)
    fields = (
        *("user", "status", "answers", "text", "pending_question"),
        *("created_at", "updated_at", "finished_at"),
    )
    readonly_fields = ("user", "answers")

    @admin.display(description="company")
    def company(self, release: PressRelease) -> str:
        return str(release.fields.get("company_name", ""))

    @admin.display(description="begun")
    def begun(self, release: PressRelease) -> SafeString | str:
        return ago(release.created_at)

    @admin.display(description="finished")
    def finished(self, release: PressRelease) -> SafeString | str:
        return ago(release.finished_at)

    @admin.display(description="answers")
    def answers(self, release: PressRelease) -> str:
        told = ((field.label, release.fields.get(name)) for name, field in FIELDS.items())
        return "\n\n".join(f"{label}: {value}" for label, value in told if value)
