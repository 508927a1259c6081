"""Counters of sessions, and the numbers of the charts."""

from django.db import models


class SessionChange(models.Model):
    """How sessions began and ended: append-only amounts, which a schedule rolls up into `SessionTotal`.

    A single counter row would make all sessions wait for each other.
    """

    class Reason(models.TextChoices):
        CREATED = "created"
        EXPIRED = "expired"
        KILLED = "killed"
        RESET = "reset"

    reason = models.CharField(max_length=8, choices=Reason)
    amount = models.PositiveIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.amount} {self.reason}"


class SessionTotal(models.Model):
    """The rolled-up sum of the changes of one reason, since the beginning."""

    reason = models.CharField(max_length=8, choices=SessionChange.Reason, unique=True)
    amount = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.amount} {self.reason}"


class HourlyCount(models.Model):
    """How often something happened in an hour; the charts use these rows."""

    hour = models.DateTimeField(help_text="Its beginning, in UTC.")
    name = models.CharField(max_length=24, help_text="What is counted; see `hourly_counts`.")
    amount = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hour", "name"], name="hourly_count_unique")]

    def __str__(self) -> str:
        return f"{self.amount} {self.name} at {self.hour:%Y-%m-%d %H:00}"
