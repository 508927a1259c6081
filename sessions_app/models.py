"""What is stored of a conversation. The tables are the queue: there is no other.

`phone` is everywhere the user's address without the `whatsapp:` prefix: E.164 (`+15551230001`),
or a WhatsApp business-scoped user id (`US.13491208655302741918`) where there is no number.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

PHONE_MAX_LENGTH = 140


class ConversationSession(models.Model):
    """A user's conversation session: lives from the first message until its TTL, a reset or a kill."""

    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    thread_id = models.CharField(max_length=128)
    last_item_id = models.CharField(
        max_length=128,
        blank=True,
        db_default="",
        help_text="Newest item of the thread that a committed turn knows of.",
    )
    created_at = models.DateTimeField()
    last_accessed = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phone"], name="session_phone_unique")]
        indexes = [models.Index(fields=["last_accessed"], name="session_last_accessed")]

    def __str__(self) -> str:
        return f"session {self.pk}"


class Conversation(models.Model):
    """Who may write for a phone right now: the lease of its turn. Outlives the session."""

    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    lease_token = models.UUIDField(null=True, help_text="Fencing token of the running turn.")
    lease_expires_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(
        default=0, help_text="Claims since the last turn that came to an end."
    )
    retry_at = models.DateTimeField(null=True, help_text="No turn is claimed before this moment.")
    active_at = models.DateTimeField(default=timezone.now, help_text="When something last happened here.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phone"], name="conversation_phone_unique")]
        indexes = [
            models.Index(
                fields=["lease_token"],
                name="conversation_leased",
                condition=Q(lease_token__isnull=False),
            ),
            models.Index(fields=["active_at"], name="conversation_active_at"),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"


class InboundMessage(models.Model):
    """The inbox: one row a MessageSid, written by the webhook in one statement."""

    class State(models.TextChoices):
        RECEIVED = "received"
        HELD = "held"
        ANSWERED = "answered"
        FAILED = "failed"
        IGNORED = "ignored"

    class Kind(models.TextChoices):
        TEXT = "text"
        MEDIA = "media", "without text"
        RESET = "reset", "reset command"
        HELP = "help", "/help command"
        STATUS = "status", "/status command"

    message_sid = models.CharField(max_length=64)
    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    body = models.TextField(blank=True)
    media = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=8, choices=Kind)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, db_default=State.RECEIVED)
    turn = models.UUIDField(null=True, help_text="The first turn that took this message.")
    error = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message_sid"], name="inbound_message_sid_unique")]
        indexes = [
            models.Index(fields=["id"], name="inbound_unanswered", condition=Q(state="received")),
            models.Index(fields=["id"], name="inbound_held", condition=Q(state="held")),
            models.Index(fields=["phone", "id"], name="inbound_phone"),
        ]

    def __str__(self) -> str:
        return f"inbound {self.message_sid}"


class OutboundMessage(models.Model):
    """The outbox: one row a message part; the row exists before Twilio is called."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        ACCEPTED = "accepted"
        SENT = "sent"
        DELIVERED = "delivered"
        READ = "read"
        FAILED = "failed"
        UNDELIVERED = "undelivered"
        UNCERTAIN = "uncertain"
        CANCELLED = "cancelled"

        @property
        def supersedes(self) -> "list[OutboundMessage.State]":
            """The states that a status callback of this state may overwrite: only earlier ones.

            A row that waits to be tried again is among them: the callback proves that Twilio has it.
            """
            state = OutboundMessage.State
            waiting = [state.QUEUED, state.SENDING, state.UNCERTAIN]
            line = [*waiting, state.ACCEPTED, state.SENT, state.DELIVERED, state.READ]
            return line[: line.index(self if self in line else state.DELIVERED)]

    class Author(models.TextChoices):
        BOT = "bot"
        OPERATOR = "operator"

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    body = models.TextField()
    part = models.PositiveSmallIntegerField(default=1)
    parts = models.PositiveSmallIntegerField(default=1)
    author = models.CharField(max_length=8, choices=Author, default=Author.BOT)
    state = models.CharField(max_length=11, choices=State, default=State.QUEUED)
    sid = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    attempted_at = models.DateTimeField(null=True, help_text="When Twilio was last called.")
    retry_at = models.DateTimeField(null=True, help_text="Not sent again before this moment.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uuid"], name="outbound_uuid_unique")]
        indexes = [
            models.Index(
                # Covering, so that SQLite prefers it to `outbound_phone`.
                fields=["phone", "id", "state", "attempted_at"],
                name="outbound_unsettled",
                condition=Q(state__in=["queued", "sending", "accepted"]),
            ),
            models.Index(fields=["id"], name="outbound_queued", condition=Q(state="queued")),
            models.Index(
                fields=["state"], name="outbound_troubled", condition=Q(state__in=["failed", "uncertain"])
            ),
            models.Index(fields=["phone", "id"], name="outbound_phone"),
        ]

    def __str__(self) -> str:
        return f"outbound {self.uuid}"


class RemoteThread(models.Model):
    """The ledger of every conversation opened at OpenAI and not yet deleted there.

    A row exists before the remote create; OpenAI has no list call, so an id that is lost here
    can never be deleted there.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        LIVE = "live"
        DOOMED = "doomed"
        DELETED = "deleted"
        UNKNOWN = "unknown"
        PINNED = "pinned", "in use in legacy mode"

    thread_id = models.CharField(max_length=128, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    created_at = models.DateTimeField()
    adopted = models.BooleanField(db_default=False, help_text="A session has it, or had it.")
    deleted_at = models.DateTimeField(null=True, help_text="When OpenAI confirmed that it is gone.")
    attempts = models.PositiveIntegerField(default=0, help_text="Tries to delete it at OpenAI.")
    next_try_at = models.DateTimeField(null=True, help_text="Not tried again before this moment.")
    error = models.CharField(max_length=200, blank=True)
    last_item_id = models.CharField(
        max_length=128,
        blank=True,
        db_default="",
        help_text="In legacy mode, which has no row for it: as in the session's.",
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
        return self.thread_id or f"planned thread {self.pk}"


class SessionChange(models.Model):
    """How sessions began and ended: append-only amounts, folded into `SessionTotal` by a schedule.

    Counting by one hot row would make all sessions wait for each other.
    """

    class Reason(models.TextChoices):
        CREATED = "created"
        EXPIRED = "expired"
        KILLED = "killed"
        RESET = "reset"
        REPLACED = "replaced"

    reason = models.CharField(max_length=8, choices=Reason)
    amount = models.PositiveIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.amount} {self.reason}"


class SessionTotal(models.Model):
    """The folded sum of the changes of one reason, since the beginning."""

    reason = models.CharField(max_length=8, choices=SessionChange.Reason, unique=True)
    amount = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.amount} {self.reason}"


class EndedSession(models.Model):
    """A transcript that is out of reach and is to be erased."""

    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    ended_at = models.DateTimeField(help_text="What was said before belongs to the ended session.")
    heard_until = models.DateTimeField(help_text="What was heard before belongs to it too.")

    class Meta:
        indexes = [
            models.Index(fields=["phone", "ended_at"], name="ended_session_phone"),
            models.Index(fields=["ended_at"], name="ended_session_ended_at"),
        ]

    def __str__(self) -> str:
        return f"ended session {self.pk}"


class SessionBackend(models.Model):
    """Where the sessions are right now: one row, `CURRENT`. Processes set up otherwise leave them alone."""

    class Backend(models.TextChoices):
        DATABASE = "database"
        LEGACY = "legacy"
        MOVING = "moving"

    CURRENT = 1

    backend = models.CharField(max_length=8, choices=Backend, default=Backend.DATABASE)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.backend


class Heartbeat(models.Model):
    """A process of ours that says it is alive, every few seconds."""

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
    """When each scheduled job last ran: what keeps ticks that repeat or overlap harmless."""

    name = models.CharField(max_length=40, unique=True)
    last_started_at = models.DateTimeField(null=True)
    last_finished_at = models.DateTimeField(null=True)
    last_done = models.PositiveBigIntegerField(default=0, help_text="What the last run did, in rows.")

    def __str__(self) -> str:
        return self.name
