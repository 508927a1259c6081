"""Where the sessions are, which processes live and what they count, when jobs ran, who refuses us."""

import uuid

from django.db import models


class SessionBackend(models.Model):
    """Where the sessions are: one row, `CURRENT`. Processes configured otherwise do not touch them."""

    class Backend(models.TextChoices):
        DATABASE = "database"
        LEGACY = "legacy"
        MOVING = "moving"  # left by an earlier release that was killed while it moved them

    CURRENT = 1

    backend = models.CharField(max_length=8, choices=Backend, default=Backend.DATABASE)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.backend


class Heartbeat(models.Model):
    """A process that reports every few seconds that it is alive."""

    class Kind(models.TextChoices):
        WORKER = "worker"
        SCHEDULES = "schedules"

    kind = models.CharField(max_length=10, choices=Kind)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "host", "pid"], name="heartbeat_process_unique")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.host}:{self.pid}"


class ProcessMetrics(models.Model):
    """What one process has counted and timed since it started, as it last wrote it.

    Each process writes its own row once a minute. The rows of processes that have ended are added to
    the row `PAST`, so that the sum of all rows never goes down. See `telemetry.process_metrics`.
    """

    class Kind(models.TextChoices):
        WEB = "web"
        WORKER = "worker"
        SCHEDULES = "schedules"
        PAST = "past"

    PAST = uuid.UUID(int=0)

    process = models.UUIDField(unique=True, help_text="Drawn at random when the process starts.")
    kind = models.CharField(max_length=10, choices=Kind)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    at = models.DateTimeField(help_text="When it was last written.")
    samples = models.JSONField(default=dict, help_text="Amounts by series, as in Prometheus' text format.")

    def __str__(self) -> str:
        return f"{self.kind} {self.host}:{self.pid}"


class RefusedWebhook(models.Model):
    """How often requests to the webhooks were refused in an hour, for one reason and one checked URL."""

    hour = models.DateTimeField(help_text="Its beginning, in UTC.")
    reason = models.CharField(max_length=64)
    checked_for = models.CharField(
        max_length=200, blank=True, help_text="The URL that the signature was checked for; see `PUBLIC_URL`."
    )
    amount = models.PositiveBigIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hour", "reason", "checked_for"], name="refused_webhook_unique")
        ]

    def __str__(self) -> str:
        return f"{self.amount} refused: {self.reason}"


class HousekeepingJob(models.Model):
    """When each scheduled job last ran, which makes repeated and overlapping ticks harmless."""

    name = models.CharField(max_length=40, unique=True)
    last_started_at = models.DateTimeField(null=True)
    last_finished_at = models.DateTimeField(null=True)
    last_done = models.PositiveBigIntegerField(default=0, help_text="What the last run did, in rows.")

    def __str__(self) -> str:
        return self.name


class VendorAccount(models.Model):
    """A vendor that refuses our account just now; there is no row for one that works."""

    class Vendor(models.TextChoices):
        OPENAI = "openai", "OpenAI"
        TWILIO = "twilio", "Twilio"

    vendor = models.CharField(max_length=6, choices=Vendor, unique=True)
    code = models.CharField(max_length=64, help_text="Why, in the vendor's word.")
    refused_since = models.DateTimeField()
    next_trial_at = models.DateTimeField(help_text="No call before this moment; then one tries the account.")

    def __str__(self) -> str:
        return f"{self.vendor}: {self.code}"
