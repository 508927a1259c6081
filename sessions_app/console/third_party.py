"""django-q's own pages in the console's look. django-otp's are closed: they show secrets."""

from django.contrib import admin
from django.http import HttpRequest
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice
from django_q.admin import FailAdmin, QueueAdmin, ScheduleAdmin, TaskAdmin
from django_q.models import Failure, OrmQ, Schedule, Success

from sessions_app.console.read_only import ConsoleAdmin

for model in (Schedule, Success, Failure, OrmQ, TOTPDevice, StaticDevice):
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
