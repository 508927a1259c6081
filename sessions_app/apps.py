from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SessionsAppConfig(AppConfig):
    name = "sessions_app"
    verbose_name = "Conversations"

    def ready(self) -> None:
        from sessions_app import roles, session_backend
        from sessions_app.schedules import ensure_schedules

        post_migrate.connect(session_backend.ensure_row, sender=self, dispatch_uid="ensure_backend_row")
        post_migrate.connect(ensure_schedules, sender=self, dispatch_uid="ensure_schedules")
        post_migrate.connect(roles.ensure_groups, sender=self, dispatch_uid="ensure_groups")
