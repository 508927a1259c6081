"""The accounts of operators and their groups: each change is in the audit log too."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from sessions_app.console.read_only import ConsoleAdmin
from sessions_app.operators import audit, second_factor

admin.site.unregister(User)
admin.site.unregister(Group)


class AuditedAdmin(ConsoleAdmin):
    """Adds to Django's own log of changes a line in the audit log, which says what holds now."""

    def now(self, row: Any) -> Mapping[str, Any]:
        """Return what of `row` decides who may do what."""
        raise NotImplementedError

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        """Offer groups and permissions as boxes: Django's pairs of lists are wider than the page."""
        boxes = UnfoldAdminCheckboxSelectMultipleWidget()
        return super().formfield_for_manytomany(db_field, request, **{**more, "widget": boxes})

    def _audit(self, request: HttpRequest, row: Any, what: str, **more: Any) -> None:
        audit.record(
            operator=request.user.get_username(),
            action=f"{self.opts.verbose_name} {what}",
            name=str(row),
            **more,
        )

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._audit(request, obj, "added", **self.now(obj))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        changed = [name for one in message for name in one.get("changed", {}).get("fields", [])]
        self._audit(request, obj, "changed", changed=changed, **self.now(obj))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for row in queryset:
            self._audit(request, row, "deleted")
        return super().log_deletions(request, queryset)


@admin.register(User)
class UserPages(UserAdmin, AuditedAdmin):  # type: ignore[type-arg]
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    actions = ("reset_second_factor",)

    def now(self, row: User) -> Mapping[str, Any]:
        return {
            "active": row.is_active,
            "staff": row.is_staff,
            "superuser": row.is_superuser,
            "groups": [group.name for group in row.groups.order_by("name")],
            "permissions": [one.codename for one in row.user_permissions.order_by("codename")],
        }

    def has_superuser_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    @admin.action(description="Reset the second factor", permissions=["superuser"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Reset those of colleagues: a stolen session must not replace its own second factor."""
        for user in queryset:
            if user == request.user:
                self.message_user(request, "Another superuser has to reset your own.", messages.ERROR)
            else:
                second_factor.reset(user, operator=request.user.get_username())
                self.message_user(request, f"{user} sets up a new second factor at the next log-in.")


@admin.register(Group)
class GroupPages(GroupAdmin, AuditedAdmin):
    def now(self, row: Group) -> Mapping[str, Any]:
        return {"permissions": [one.codename for one in row.permissions.order_by("codename")]}
