"""Media at Twilio."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class MediaDeletion(models.Model):
    """A recording at Twilio that was written down, and is to be deleted there."""

    url = models.CharField(max_length=300, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(default=timezone.now, help_text="Not tried before this moment.")
    error = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["retry_at"], name="media_to_delete", condition=Q(deleted_at=None)),
        ]

    def __str__(self) -> str:
        return f"deletion {self.pk}"
