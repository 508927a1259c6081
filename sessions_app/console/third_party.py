"""django-q's own pages in the console's look. django-otp's are closed: they show secrets."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice
from django_q.admin import FailAdmin, QueueAdmin, ScheduleAdmin, TaskAdmin
from django_q.models import Failure, OrmQ, Schedule, Success

from sessions_app.console.read_only import ConsoleAdmin

for model in (Schedule, Success, Failure, OrmQ, TOTPDevice, StaticDevice):
    admin.site.unregister(model)


class ReadOnly(ConsoleAdmin):
    """A row of a queue could name any function, and the audit log would not know who removed one."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Schedule)
class SchedulePages(ReadOnly, ScheduleAdmin):
    empty_sentence = "`manage.py run_schedules` makes the schedule when it starts."


@admin.register(Success)
class SuccessPages(ReadOnly, TaskAdmin):
    empty_sentence = "Runs that went well are not kept."


@admin.register(Failure)
class FailurePages(ReadOnly, FailAdmin):
    empty_sentence = "No scheduled task has failed."


@admin.register(OrmQ)
class QueuePages(ReadOnly, QueueAdmin):
    empty_sentence = "No task waits."
