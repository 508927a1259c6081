from typing import ClassVar

from django.db import models


class PressRelease(models.Model):
    """What one user has told, and the finished document. Outlives the session that wrote it."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        FINISHED = "finished"
        DISCARDED = "discarded"

    phone = models.CharField(max_length=140, help_text="Address of the user, without the whatsapp: prefix.")
    fields = models.JSONField(default=dict, help_text="Field name -> text; press_release.FIELDS names them.")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    text = models.TextField(blank=True, help_text="The finished document.")
    pending_question = models.CharField(
        max_length=32, blank=True, help_text="The field that the scripted interview asked for last."
    )
    pending_thread = models.CharField(
        max_length=128, blank=True, db_default="", help_text="The thread in which it was asked."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["phone"], name="release_phone")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["phone"], condition=models.Q(status="draft"), name="one_draft_per_phone"
            )
        ]

    def __str__(self) -> str:
        return f"Press release {self.pk} ({self.status})"
