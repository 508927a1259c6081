"""The serializers of the health API's answers, also shown in its OpenAPI schema."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import serializers

from sessions_app.health.report import CAP, NEAR_EXPIRY, THREAD_PREFIX_CHARACTERS

UP_TO = f"up to {CAP}"


class Metrics(serializers.Serializer[Any]):
    active_sessions = serializers.IntegerField(min_value=0, help_text="Stored sessions.")
    total_sessions_created = serializers.IntegerField()
    total_sessions_expired = serializers.IntegerField()
    estimated_memory_bytes = serializers.IntegerField()
    last_cleanup_time = serializers.DateTimeField(allow_null=True)
    cleanup_interval_seconds = serializers.IntegerField()


class SessionManagerState(serializers.Serializer[Any]):
    enabled = serializers.BooleanField(help_text="False in legacy mode.")
    metrics = Metrics()
    warnings = serializers.ListField(child=serializers.CharField())


class Health(serializers.Serializer[Any]):
    status = serializers.ChoiceField(["healthy", "warning", "legacy"])
    session_manager = SessionManagerState()
    timestamp = serializers.DateTimeField()


class Unhealthy(serializers.Serializer[Any]):
    status = serializers.ChoiceField(["unhealthy"])
    detail = serializers.CharField()
    timestamp = serializers.DateTimeField()


class Problem(serializers.Serializer[Any]):
    detail = serializers.CharField()


class Alive(serializers.Serializer[Any]):
    status = serializers.ChoiceField(["alive"])


class Readiness(serializers.Serializer[Any]):
    status = serializers.ChoiceField(["ready", "not ready"])
    database = serializers.BooleanField(help_text="The database answers.")
    migrations = serializers.BooleanField(help_text="All migrations are applied.")
    worker = serializers.BooleanField(help_text="A worker was alive recently; false before the migrations.")


class Cleanup(serializers.Serializer[Any]):
    last_started_at = serializers.DateTimeField(allow_null=True)
    last_finished_at = serializers.DateTimeField(allow_null=True)
    last_removed_sessions = serializers.IntegerField()


class Config(serializers.Serializer[Any]):
    ttl_seconds = serializers.IntegerField()
    cleanup_interval_seconds = serializers.IntegerField()
    transcript_retention_days = serializers.IntegerField()
    backend = serializers.ChoiceField(["database", "legacy"])


class Inbox(serializers.Serializer[Any]):
    waiting = serializers.IntegerField(help_text=f"Messages without an answer, {UP_TO}.")
    held = serializers.IntegerField(help_text=f"Messages held for an operator, {UP_TO}.")
    oldest_waiting_seconds = serializers.FloatField()
    turns_running = serializers.IntegerField(help_text=f"Running turns, {UP_TO}.")


class Outbox(serializers.Serializer[Any]):
    """Replies in transit and replies that were not delivered; each count has a cap."""

    queued = serializers.IntegerField()
    sending = serializers.IntegerField()
    accepted = serializers.IntegerField()
    uncertain = serializers.IntegerField(help_text="It is unknown whether Twilio has accepted them.")
    failed = serializers.IntegerField()
    undelivered = serializers.IntegerField(help_text="Twilio accepted them, but they were not delivered.")


class Threads(serializers.Serializer[Any]):
    doomed = serializers.IntegerField(help_text=f"Pending deletion at OpenAI, {UP_TO}.")
    planned = serializers.IntegerField(help_text=f"Being created at OpenAI, {UP_TO}.")
    unknown = serializers.IntegerField(help_text=f"May exist at OpenAI under an unknown id, {UP_TO}.")


class Session(serializers.Serializer[Any]):
    phone = serializers.CharField(help_text="Keyed pseudonym and the last 4 characters.")
    last4 = serializers.CharField()
    thread = serializers.CharField(
        help_text=f"The first {THREAD_PREFIX_CHARACTERS} characters of the thread's id."
    )
    created_seconds_ago = serializers.FloatField()
    idle_seconds = serializers.FloatField()
    near_expiry = serializers.BooleanField(help_text=f"{NEAR_EXPIRY:.0%} of the TTL have passed.")


class Details(Metrics):
    expired_waiting = serializers.IntegerField(help_text=f"Expired sessions not yet removed, {UP_TO}.")
    cleanup = Cleanup()
    config = Config()
    inbox = Inbox()
    outbox = Outbox()
    threads = Threads()
    newest_sessions = Session(many=True)
    timestamp = serializers.DateTimeField()


class CleanupResults(serializers.Serializer[Any]):
    removed_sessions = serializers.IntegerField()
    cleanup_duration_ms = serializers.FloatField()
    before_active_sessions = serializers.IntegerField()
    after_active_sessions = serializers.IntegerField()


class CleanupDone(serializers.Serializer[Any]):
    cleanup_results = CleanupResults()
    current_metrics = Metrics()
    timestamp = serializers.DateTimeField()


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "sessions_app.health.access.BearerToken"
    name = "healthApiToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer"}


class SignedInScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "sessions_app.health.access.SignedInUser"
    name = "adminLogin"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
