from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class SessionsAppConfig(AppConfig):
    name = "sessions_app"
    verbose_name = "Conversations"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from sessions_app.db.pooler import prepare_on_direct_connections
        from sessions_app.operators import accounts, roles, sign_in_time
        from sessions_app.sessions import backend

        prepare_on_direct_connections()
        post_migrate.connect(backend.ensure_row, sender=self, dispatch_uid="ensure_backend_row")
        post_migrate.connect(_ensure_schedules, sender=self, dispatch_uid="ensure_schedules")
        post_migrate.connect(roles.ensure_groups, sender=self, dispatch_uid="ensure_groups")
        post_save.connect(accounts.record_password, sender="auth.User", dispatch_uid="record_password")
        user_logged_in.connect(sign_in_time.begin, dispatch_uid="sign_in_time")


def _ensure_schedules(**kwargs: Any) -> None:
    """Import the jobs only after a migration: that takes longer than the rest of a command's start."""
    from sessions_app.housekeeping.schedules import ensure_schedules

    ensure_schedules()
