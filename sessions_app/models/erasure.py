"""What was erased for a person, and what Twilio has still to delete."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sessions_app.phones import PHONE_MAX_LENGTH


class ErasureReceipt(models.Model):
    """Everything of one person was erased: what and how much, but never whose it was."""

    class By(models.TextChoices):
        USER = "user", "in the chat"
        CONSOLE = "console", "in the console"
        COMMAND = "command", "by manage.py forget"

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=8, choices=By)
    operator = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    erased = models.JSONField(default=dict, help_text="How many rows of each table, by its label.")
    remains = models.JSONField(default=list, help_text="What is left, at whom and until when.")
    threads = models.JSONField(default=list, help_text="Ids of the `RemoteThread` rows that are doomed.")
    deleted_at_twilio = models.PositiveIntegerField(default=0, help_text="Messages.")
    confirmed_at = models.DateTimeField(null=True, help_text="When OpenAI and Twilio had deleted all.")

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="erasure_receipt_at"),
            models.Index(fields=["at"], name="erasure_unconfirmed", condition=Q(confirmed_at=None)),
        ]

    def __str__(self) -> str:
        return f"receipt {self.number}"

    @property
    def number(self) -> str:
        """What the user is told, short enough to be read out."""
        return str(self.uuid)[:8]


class TwilioErasure(models.Model):
    """An address whose messages Twilio has to delete; the row goes when Twilio has none of before left."""

    receipt = models.ForeignKey(ErasureReceipt, on_delete=models.CASCADE, related_name="at_twilio")
    address = models.CharField(max_length=PHONE_MAX_LENGTH)
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(default=timezone.now, help_text="Not tried before this moment.")
    error = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "erasure at Twilio"
        indexes = [models.Index(fields=["retry_at"], name="twilio_erasure_due")]

    def __str__(self) -> str:
        return f"erasure {self.pk}"
