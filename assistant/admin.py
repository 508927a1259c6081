from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from assistant.models import PressRelease
from assistant.press_release import FIELDS


@admin.register(PressRelease)
class PressReleaseAdmin(ModelAdmin):
    """A window on the releases: nothing is changed here, and no number is shown."""

    list_display = ("masked_phone", "status", "company", "updated_at")
    list_filter = ("status",)
    ordering = ("-updated_at",)
    list_per_page = 50
    show_full_result_count = False
    fields = (
        *("masked_phone", "status", "answers", "text", "pending_question"),
        *("created_at", "updated_at", "finished_at"),
    )
    readonly_fields = ("masked_phone", "answers")

    @admin.display(description="Phone")
    def masked_phone(self, release: PressRelease) -> str:
        return f"…{release.phone[-4:]}"

    @admin.display(description="Company")
    def company(self, release: PressRelease) -> str:
        return str(release.fields.get("company_name", ""))

    @admin.display(description="Answers")
    def answers(self, release: PressRelease) -> str:
        told = ((field.label, release.fields.get(name)) for name, field in FIELDS.items())
        return "\n\n".join(f"{label}: {value}" for label, value in told if value)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: PressRelease | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PressRelease | None = None) -> bool:
        return False
