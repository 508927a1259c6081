"""django-q's own pages and the accounts, in the console's look."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django_q.admin import FailAdmin, QueueAdmin, ScheduleAdmin, TaskAdmin
from django_q.models import Failure, OrmQ, Schedule, Success
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from sessions_app.console.read_only import ConsoleAdmin

for model in (Schedule, Success, Failure, OrmQ, User, Group):
    admin.site.unregister(model)


@admin.register(Schedule)
class SchedulePages(ScheduleAdmin, ConsoleAdmin):
    """Read-only: migrations create our one schedule, and a row here could name any function."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Schedule | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Schedule | None = None) -> bool:
        return False


@admin.register(Success)
class SuccessPages(TaskAdmin, ConsoleAdmin):
    pass


@admin.register(Failure)
class FailurePages(FailAdmin, ConsoleAdmin):
    pass


@admin.register(OrmQ)
class QueuePages(QueueAdmin, ConsoleAdmin):
    pass


@admin.register(User)
class UserPages(UserAdmin, ConsoleAdmin):  # type: ignore[type-arg]
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm


@admin.register(Group)
class GroupPages(GroupAdmin, ConsoleAdmin):
    pass
