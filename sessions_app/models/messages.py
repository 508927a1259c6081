"""The inbox and the outbox: messages from users and replies to them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sessions_app.db.sql import literals
from sessions_app.phones import PHONE_MAX_LENGTH


class InboundMessage(models.Model):
    """The inbox: one row for each MessageSid, which the webhook inserts with one statement."""

    class State(models.TextChoices):
        RECEIVED = "received"
        HELD = "held"
        ANSWERED = "answered"
        FAILED = "failed"
        IGNORED = "ignored"

    class Kind(models.TextChoices):
        TEXT = "text"
        NO_TEXT = "media", "without text"
        RESET = "reset", "reset command"
        HELP = "help", "/help command"
        STATUS = "status", "/status command"
        DRAFTS = "drafts", "/drafts command"
        LANGUAGE = "language", "/language command"
        FORGET = "forget", "delete my data"
        CHOICE = "choice", "choice of what was offered"
        REACTION = "reaction", "reaction"
        EVENT = "event", "unsupported event"
        STOP = "stop", "opt-out"
        CANCEL = "cancel", "opt-out unless a session is live"
        UNSTOP = "unstop", "opt-in if opted out"
        OPT_OUT = "opt_out", "opt-out at Twilio"
        OPT_IN = "opt_in", "opt-in"
        OPT_HELP = "opt_help", "HELP for Twilio"

    EVENTS = (Kind.REACTION, Kind.EVENT, Kind.OPT_HELP)
    """They want no answer: stored as ignored, see `conversations.events`."""
    CONSENT = (Kind.STOP, Kind.CANCEL, Kind.UNSTOP, Kind.OPT_OUT, Kind.OPT_IN)
    """They are carried out at once, like a reset; see `conversations.consent`."""

    message_sid = models.CharField(max_length=64)
    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    address = models.CharField(
        max_length=PHONE_MAX_LENGTH,
        blank=True,
        db_default="",
        help_text="Where it came from, if that is not the phone; see `UserAddress`.",
    )
    body = models.TextField(blank=True)
    media = models.JSONField(default=list, blank=True)
    heard = models.JSONField(
        default=list,
        db_default=[],
        blank=True,
        help_text="What each of its media says, or why nothing: see `messages.heard`.",
    )
    details = models.JSONField(
        default=dict,
        db_default={},
        blank=True,
        help_text="What is quoted or tapped, what a digit means, and the profile's name.",
    )
    kind = models.CharField(max_length=8, choices=Kind)
    is_choice = models.BooleanField(
        default=False, db_default=False, help_text="A lone digit or a menu choice: it does not wait for more."
    )
    received_at = models.DateTimeField()
    request_id = models.UUIDField(null=True, help_text="The webhook's request; the logs have it, too.")
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
        return f"message {self.pk}"


class OutboundMessage(models.Model):
    """The outbox: one row for each message part. The row exists before Twilio is called."""

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
            """Return the states that a status callback of this state may overwrite: only earlier ones.

            A row that waits for a retry is among them, because the callback proves that Twilio has the part.
            """
            state = OutboundMessage.State
            waiting = [state.QUEUED, state.SENDING, state.UNCERTAIN]
            line = [*waiting, state.ACCEPTED, state.SENT, state.DELIVERED, state.READ]
            return line[: line.index(self if self in line else state.DELIVERED)]

    UNSETTLED = literals(State.QUEUED, State.SENDING, State.ACCEPTED)
    TROUBLED = literals(State.FAILED, State.UNCERTAIN, State.UNDELIVERED)
    """The conditions of the indexes `outbound_unsettled` and `outbound_troubled`."""

    class Author(models.TextChoices):
        BOT = "bot"
        OPERATOR = "operator"

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    address = models.CharField(
        max_length=PHONE_MAX_LENGTH,
        blank=True,
        db_default="",
        help_text="Where it goes, if that is not the phone; see `UserAddress`.",
    )
    body = models.TextField()
    part = models.PositiveSmallIntegerField(default=1)
    parts = models.PositiveSmallIntegerField(default=1)
    author = models.CharField(max_length=8, choices=Author, default=Author.BOT)
    operator = models.CharField(max_length=150, blank=True, db_default="", help_text="Who wrote it by hand.")
    turn = models.UUIDField(null=True, help_text="The turn whose reply this is; see `TurnAttempt`.")
    request_id = models.UUIDField(null=True, help_text="Of the newest message that it answers.")
    choices = models.JSONField(
        default=list,
        db_default=[],
        blank=True,
        help_text="Label and action of each digit that the reply offers; see `turns.choices`.",
    )
    content_sid = models.CharField(
        max_length=34, blank=True, db_default="", help_text="The `ContentTemplate` whose buttons it has."
    )
    content_variables = models.JSONField(
        default=dict,
        db_default={},
        blank=True,
        help_text="The lines that the template leaves open.",
    )
    document = models.UUIDField(null=True, help_text="The `ReleaseDocument` that is attached.")
    is_second_try = models.BooleanField(
        default=False, db_default=False, help_text="Its document was sent before, and could not be fetched."
    )
    untold = models.BooleanField(
        default=False,
        db_default=False,
        help_text="The bot did not write it, and the thread does not know it yet.",
    )
    state = models.CharField(max_length=11, choices=State, default=State.QUEUED)
    counted = models.BooleanField(default=False, db_default=False, help_text="Its error is in `HourlyCount`.")
    sid = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    attempted_at = models.DateTimeField(null=True, help_text="When Twilio was last called.")
    accepted_at = models.DateTimeField(null=True, help_text="When Twilio took it.")
    status_at = models.DateTimeField(null=True, help_text="When a status callback last moved it.")
    retry_at = models.DateTimeField(null=True, help_text="Not sent again before this moment.")
    is_trial: bool = False
    """Set on a claimed row, not stored: its call finds out whether Twilio takes our account again."""

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
                fields=["state", "counted"],
                name="outbound_troubled",
                condition=Q(state__in=["failed", "uncertain", "undelivered"]),
            ),
            models.Index(fields=["phone", "id"], name="outbound_phone"),
            models.Index(fields=["sid"], name="outbound_sid", condition=~Q(sid="")),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def recipient(self) -> str:
        """Return the address that it goes to."""
        return self.address or self.phone
