"""Where the sessions are, which processes are alive, when each job last ran, who refuses our account."""

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
