"""The ledger of the threads at OpenAI."""

from django.db import models
from django.db.models import Q

from sessions_app.db.sql import literals


class RemoteThread(models.Model):
    """The ledger of all conversations that were opened at OpenAI and not yet deleted there.

    A row exists before the conversation is created at OpenAI. OpenAI has no list call, so a conversation
    whose id is lost here can never be deleted there.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "being created"
        LIVE = "live", "in use"
        DOOMED = "doomed", "pending deletion"
        DELETED = "deleted", "deleted"
        UNKNOWN = "unknown", "unknown"
        PINNED = "pinned", "in use in legacy mode"

    UNOPENED = literals(State.PLANNED, State.UNKNOWN)
    """The condition of the index `remote_thread_unopened`."""

    thread_id = models.CharField(max_length=128, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    created_at = models.DateTimeField()
    adopted = models.BooleanField(db_default=False, help_text="A session has it, or had it.")
    deleted_at = models.DateTimeField(null=True, help_text="When OpenAI confirmed that it is gone.")
    attempts = models.PositiveIntegerField(default=0, help_text="Tries to delete it at OpenAI.")
    next_try_at = models.DateTimeField(null=True, help_text="Not tried again before this moment.")
    error = models.CharField(max_length=200, blank=True)
    """Why it is unknown or not yet deleted; of one in use, why OpenAI refused the last turn in it."""
    last_item_id = models.CharField(
        max_length=128,
        blank=True,
        db_default="",
        help_text="Newest item of the thread that a committed turn knows of.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread_id"], name="remote_thread_id_unique", condition=~Q(thread_id="")
            )
        ]
        indexes = [
            models.Index(fields=["id"], name="remote_thread_doomed", condition=Q(state="doomed")),
            models.Index(
                fields=["state", "created_at"],
                name="remote_thread_unopened",
                condition=Q(state__in=["planned", "unknown"]),
            ),
            models.Index(
                fields=["created_at"],
                name="remote_thread_unadopted",
                condition=Q(state="live", adopted=False),
            ),
            models.Index(fields=["deleted_at"], name="remote_thread_deleted", condition=Q(state="deleted")),
        ]

    def __str__(self) -> str:
        return self.thread_id or f"thread {self.pk}, being created"
