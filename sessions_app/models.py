"""What is stored of a conversation. The tables are the queue: there is no other.

`phone` is everywhere the user's address without the `whatsapp:` prefix: E.164 (`+15551230001`),
or a WhatsApp business-scoped user id (`US.13491208655302741918`) where there is no number.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

PHONE_MAX_LENGTH = 140


class ConversationSession(models.Model):
    """A user's conversation session: lives from the first message until its TTL, a reset or a kill."""

    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    thread_id = models.CharField(max_length=128)
    created_at = models.DateTimeField()
    last_accessed = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phone"], name="session_phone_unique")]
        indexes = [models.Index(fields=["last_accessed"], name="session_last_accessed")]
        permissions = [
            ("steer_session", "Can steer conversations: take over, reply, kill, retry"),
            ("reveal_phone", "Can see a whole phone number, for a reason that is logged"),
        ]

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
    paused_at = models.DateTimeField(null=True, help_text="Since when an operator talks instead of the bot.")
    paused_by = models.CharField(max_length=150, blank=True, db_default="", help_text="That operator's name.")
    untold_since = models.DateTimeField(
        null=True, help_text="What was said to and by operators since then is not in the thread yet."
    )
    attention_at = models.DateTimeField(null=True, help_text="Since when a person is needed here.")
    attention = models.CharField(max_length=200, blank=True, db_default="", help_text="What for.")
    attention_mailed_at = models.DateTimeField(null=True, help_text="When operators were told by e-mail.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phone"], name="conversation_phone_unique")]
        indexes = [
            models.Index(
                fields=["paused_at"], name="conversation_paused", condition=Q(paused_at__isnull=False)
            ),
            models.Index(
                fields=["attention_at"],
                name="conversation_attention",
                condition=Q(attention_at__isnull=False),
            ),
            models.Index(
                fields=["retry_at"], name="conversation_retrying", condition=Q(retry_at__isnull=False)
            ),
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
    operator = models.CharField(
        max_length=150, blank=True, db_default="", help_text="Who answered it by hand, instead of the bot."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message_sid"], name="inbound_message_sid_unique")]
        indexes = [
            models.Index(fields=["id"], name="inbound_unanswered", condition=Q(state="received")),
            models.Index(fields=["id"], name="inbound_held", condition=Q(state="held")),
            models.Index(fields=["id"], name="inbound_failed", condition=Q(state="failed")),
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
    operator = models.CharField(max_length=150, blank=True, db_default="", help_text="Who wrote it by hand.")
    turn = models.UUIDField(null=True, help_text="The turn whose reply this is; see `TurnAttempt`.")
    state = models.CharField(max_length=11, choices=State, default=State.QUEUED)
    sid = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    attempted_at = models.DateTimeField(null=True, help_text="When Twilio was last called.")
    accepted_at = models.DateTimeField(null=True, help_text="When Twilio took it.")
    status_at = models.DateTimeField(null=True, help_text="When a status callback last moved it.")
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
                fields=["state"],
                name="outbound_troubled",
                condition=Q(state__in=["failed", "uncertain", "undelivered"]),
            ),
            models.Index(fields=["phone", "id"], name="outbound_phone"),
            models.Index(fields=["sid"], name="outbound_sid", condition=~Q(sid="")),
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


class TurnAttempt(models.Model):
    """How one attempt at a turn went, and how long each step took: written once, when it ended."""

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


class HourlyCount(models.Model):
    """How often something happened in an hour: what the charts are drawn from."""

    hour = models.DateTimeField(help_text="Its beginning, in UTC.")
    name = models.CharField(max_length=24, help_text="What is counted; see `hourly_counts`.")
    amount = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hour", "name"], name="hourly_count_unique")]

    def __str__(self) -> str:
        return f"{self.amount} {self.name} at {self.hour:%Y-%m-%d %H:00}"


class Unchangeable(Exception):
    """Entries of the audit log are never changed or removed."""


class AddOnly(models.QuerySet["AuditEntry"]):
    """Refuses what the database refuses too, before it is asked."""

    def update(self, **kwargs: Any) -> int:
        raise Unchangeable

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Unchangeable


class AuditEntry(models.Model):
    """Something that an operator did. Rows are only ever added; triggers hold the database to it."""

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
        ]

    def __str__(self) -> str:
        return f"{self.operator}: {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Unchangeable


class EndedSession(models.Model):
    """A transcript that is out of reach and is to be erased."""

    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    ended_at = models.DateTimeField(help_text="What was said before belongs to the ended session.")
    heard_until = models.DateTimeField(help_text="What was heard before belongs to it too.")
    filed = models.BooleanField(
        db_default=False, help_text="It can be found by its phone; see `ended_sessions`."
    )

    class Meta:
        indexes = [
            models.Index(fields=["ended_at"], name="ended_session_ended_at"),
            models.Index(fields=["phone", "ended_at"], name="ended_session_phone", condition=Q(filed=True)),
            models.Index(fields=["ended_at"], name="ended_session_unfiled", condition=Q(filed=False)),
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
