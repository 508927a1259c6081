"""A user's session, what is coordinated for the user, and where sessions ended."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sessions_app.phones import PHONE_MAX_LENGTH


class ConversationSession(models.Model):
    """A user's conversation session, from the first message until its expiry, a reset or a kill."""

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
    """What is coordinated for a phone. The row outlives the session.

    It has the lease of the turn, the operator in charge, and the request for a person.
    """

    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    lease_token = models.UUIDField(null=True, help_text="Fencing token of the running turn.")
    lease_expires_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(
        default=0, help_text="Claims since the last turn that came to an end."
    )
    retry_at = models.DateTimeField(null=True, help_text="No turn is claimed before this moment.")
    waits_for = models.CharField(
        max_length=6, blank=True, db_default="", help_text="The vendor that refuses our account meanwhile."
    )
    held_from = models.DateTimeField(null=True, help_text="Since when messages waited for an operator, last.")
    held_until = models.DateTimeField(null=True, help_text="When the bot was to answer those.")
    limited_until = models.DateTimeField(
        null=True,
        help_text="Texts are held until then: the phone has had its turns, see `turns.limits`.",
    )
    active_at = models.DateTimeField(default=timezone.now, help_text="When something last happened here.")
    paused_at = models.DateTimeField(null=True, help_text="Since when an operator talks instead of the bot.")
    paused_by = models.CharField(max_length=150, blank=True, db_default="", help_text="That operator's name.")
    recap_from = models.DateTimeField(
        null=True,
        db_column="untold_since",
        help_text="What was said without the bot since then is not in the thread yet.",
    )
    attention_at = models.DateTimeField(null=True, help_text="Since when a person is needed here.")
    attention = models.CharField(max_length=200, blank=True, db_default="", help_text="What for.")
    attention_mailed_at = models.DateTimeField(null=True, help_text="When operators were told by e-mail.")
    attention_posted_at = models.DateTimeField(
        null=True, help_text="When OPERATOR_WEBHOOK_URL was told of the request."
    )

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
                fields=["limited_until"],
                name="conversation_limited",
                condition=Q(limited_until__isnull=False),
            ),
            models.Index(
                fields=["lease_token"],
                name="conversation_leased",
                condition=Q(lease_token__isnull=False),
            ),
            models.Index(fields=["active_at"], name="conversation_active_at"),
            models.Index(fields=["active_at"], name="conversation_waiting", condition=Q(waits_for="openai")),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"


class EndedSession(models.Model):
    """The end of a session of a phone. Earlier messages are out of reach and will be erased."""

    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    ended_at = models.DateTimeField(help_text="What was said before belongs to the ended session.")
    replies_until = models.DateTimeField(
        db_column="heard_until", help_text="The replies that we wrote before belong to it too."
    )
    indexed = models.BooleanField(
        db_column="filed", db_default=False, help_text="It can be found by its phone; see `sessions.ended`."
    )

    class Meta:
        indexes = [
            models.Index(fields=["ended_at"], name="ended_session_ended_at"),
            models.Index(fields=["phone", "ended_at"], name="ended_session_phone", condition=Q(indexed=True)),
            models.Index(fields=["ended_at"], name="ended_session_unfiled", condition=Q(indexed=False)),
        ]

    def __str__(self) -> str:
        return f"ended session {self.pk}"
