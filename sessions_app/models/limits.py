"""Phones that get no answers, or not so many."""

from django.db import models
from django.utils import timezone

from sessions_app.phones import PHONE_MAX_LENGTH


class BlockedPhone(models.Model):
    """A phone that an operator has blocked: its messages are stored as ignored."""

    phone = models.CharField(max_length=PHONE_MAX_LENGTH, unique=True)
    reason = models.TextField()
    operator = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"block {self.pk}"


class PhoneTurn(models.Model):
    """A turn of a phone that was given to the interviewer, once for all its attempts; see `turns.limits`.

    It outlives the transcript, so that nobody gets more turns by ending the session.
    """

    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    begun_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["phone", "begun_at"], name="phone_turn_phone"),
            models.Index(fields=["begun_at"], name="phone_turn_begun_at"),
        ]

    def __str__(self) -> str:
        return f"counted turn {self.pk}"
