"""The record of turns."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from sessions_app.phones import PHONE_MAX_LENGTH


class TurnAttempt(models.Model):
    """The outcome of one attempt at a turn and the time of each step, written once when the attempt ends."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered"
        RETRIED = "retried", "to be tried again"
        FAILED = "failed"
        RESET = "reset"
        OPERATOR = "operator", "answered by an operator"

    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    turn = models.UUIDField(help_text="The same for all attempts at the same messages.")
    attempt = models.PositiveIntegerField(default=1)
    outcome = models.CharField(max_length=8, choices=Outcome)
    error = models.CharField(max_length=200, blank=True)
    messages = models.PositiveSmallIntegerField(help_text="How many messages it took.")
    received_at = models.DateTimeField(help_text="When the first of them was received.")
    claimed_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    steps = models.JSONField(
        default=list, help_text="[{name, at, seconds}]: `at` counts in seconds from `claimed_at`."
    )
    counted = models.BooleanField(db_default=False, help_text="It is in `HourlyCount`.")

    class Meta:
        indexes = [
            models.Index(fields=["phone", "id"], name="turn_attempt_phone"),
            models.Index(fields=["id"], name="turn_attempt_uncounted", condition=Q(counted=False)),
        ]

    def __str__(self) -> str:
        return f"attempt {self.attempt} at turn {self.turn}"

    @property
    def quiet_seconds(self) -> float:
        """How long the first message waited for more to come, before the turn was due."""
        return float(sum(step["seconds"] for step in self.steps if step["name"] == "quiet"))

    @property
    def held(self) -> tuple[datetime, datetime] | None:
        """From when until when the first message waited for an operator; None if it did not."""
        for step in self.steps:
            if step["name"] == "held":
                since = self.claimed_at + timedelta(seconds=step["at"])
                return since, since + timedelta(seconds=step["seconds"])
        return None

    @property
    def due_at(self) -> datetime:
        """From when the first message was the bot's to answer: its receipt, or the end of the hold."""
        return self.held[1] if self.held else self.received_at
