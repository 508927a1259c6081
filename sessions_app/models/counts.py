"""Counters of sessions, and the numbers of the charts."""

from django.db import models
from django.db.models import Q

from assistant.models import PressRelease
from sessions_app.phones import PHONE_MAX_LENGTH


class SessionChange(models.Model):
    """How sessions began and ended: append-only amounts, which a schedule rolls up into `SessionTotal`.

    A single counter row would make all sessions wait for each other.
    """

    class Reason(models.TextChoices):
        CREATED = "created"
        EXPIRED = "expired"
        KILLED = "killed"
        RESET = "reset"
        FOUND = "found"
        LOST = "lost"
        """See `session_counts.reconcile`: stored without having been counted, and the other way round."""

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
    name = models.CharField(max_length=80, help_text="What is counted; see `hourly_counts`.")
    amount = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hour", "name"], name="hourly_count_unique")]

    def __str__(self) -> str:
        return f"{self.amount} {self.name} at {self.hour:%Y-%m-%d %H:00}"


class CountedRelease(models.Model):
    """What is in `HourlyCount` of a press release: where its user stopped, or that it was approved.

    See `telemetry.release_counts`.
    """

    # Without a constraint, so that the release before this one can delete press releases too.
    release = models.OneToOneField(
        PressRelease, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    active_at = models.DateTimeField(
        null=True, help_text="When its user last had an answer, until it is counted."
    )
    stopped_at = models.CharField(
        max_length=32, blank=True, db_default="", help_text="What was asked last, where that is counted."
    )
    stopped_in = models.DateTimeField(null=True, help_text="In which hour that is counted.")
    approved = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["active_at"], name="counted_release_active", condition=Q(active_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"counts of release {self.release_id}"


class NewUser(models.Model):
    """A user who was answered and has told no fact of a press release yet, until that is counted."""

    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    active_at = models.DateTimeField(help_text="When the user last had an answer.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phone"], name="new_user_phone_unique")]
        indexes = [models.Index(fields=["active_at"], name="new_user_active")]

    def __str__(self) -> str:
        return f"new user {self.pk}"
