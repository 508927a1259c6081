"""The audit log: rows that are only ever added."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Unchangeable(Exception):
    """Entries of the audit log are never changed or removed."""


class AddOnly(models.QuerySet["AuditEntry"]):
    """Refuses changes early; the database refuses them too."""

    def update(self, **kwargs: Any) -> int:
        raise Unchangeable

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Unchangeable


class AuditEntry(models.Model):
    """An action of an operator. Rows are only ever added; triggers in the database enforce this.

    Those of more than a year ago may be removed: see AUDIT_RETENTION_DAYS.
    """

    at = models.DateTimeField(default=timezone.now)
    operator = models.CharField(max_length=150, help_text="The operator's user name at that time.")
    action = models.CharField(max_length=24)
    user = models.CharField(max_length=40, blank=True, help_text="Pseudonym of whom it was about.")
    session_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    details = models.JSONField(default=dict)

    objects = AddOnly.as_manager()

    class Meta:
        verbose_name_plural = "audit log"
        indexes = [
            models.Index(fields=["user", "id"], name="audit_user"),
            models.Index(fields=["operator", "id"], name="audit_operator"),
            models.Index(fields=["action", "id"], name="audit_action"),
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["session_id"], name="audit_session", condition=Q(session_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.operator}: {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Unchangeable
