import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class PressRelease(models.Model):
    """A press release of one user: it outlives the sessions in which its facts were told.

    A phone has at most one that is current: its draft, or the approved one if it has no draft.
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        PARKED = "parked"
        APPROVED = "approved"
        FINISHED = "finished", "approved and closed"
        DISCARDED = "discarded"
        """Only of before releases were parked."""

    phone = models.CharField(max_length=140, help_text="Address of the user, without the whatsapp: prefix.")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    skipped = models.JSONField(
        default=dict, db_default={}, help_text="Key of a fact -> the turns in which the user skipped it."
    )
    refused = models.JSONField(
        default=dict, db_default={}, help_text="Key of a fact -> the turns in which its value was refused."
    )
    pending_question = models.CharField(
        max_length=32,
        blank=True,
        help_text="What the scripted interview asked for: a key, or `version`.",
    )
    pending_thread = models.CharField(
        max_length=128, blank=True, db_default="", help_text="The thread in which it was asked."
    )
    pending_turn = models.UUIDField(null=True, help_text="The turn that asked it, in all its attempts.")
    language = models.CharField(
        max_length=8,
        blank=True,
        db_default="",
        help_text="Of the chat, and of the text by default.",
    )
    changed_outside = models.BooleanField(
        default=False, db_default=False, help_text="By an operator: the thread has to be told what is there."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    # Written by the code of before facts and versions, and moved there by `earlier_fields`.
    fields = models.JSONField(default=dict, db_default={})
    text = models.TextField(blank=True, db_default="")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["phone"], name="release_phone")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["phone"], condition=Q(status="draft"), name="one_draft_per_phone")
        ]

    def __str__(self) -> str:
        return f"Press release {self.pk} ({self.status})"


class Fact(models.Model):
    """One thing that a release says, with the words it rests on.

    Facts that nobody has confirmed are proposals: of the bot (in words of its own) or of an operator. Of each
    key one confirmed fact is active, until another one supersedes it.
    """

    class Source(models.TextChoices):
        TEXT = "text", "the user wrote it"
        VOICE = "voice", "the user said it"
        FILE = "file", "the user sent it as a picture or a file"
        APPROVED = "approved", "we wrote it, the user approved it"
        OPERATOR = "operator", "an operator wrote it"

    release = models.ForeignKey(PressRelease, on_delete=models.CASCADE, related_name="facts")
    key = models.CharField(max_length=32, help_text="See `announcement_types.FACTS`.")
    value = models.TextField()
    said = models.TextField(help_text="The very words of the user, or of a proposal.")
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.TEXT)
    message_sid = models.CharField(max_length=64, blank=True, help_text="The message with those words.")
    turn = models.UUIDField(null=True, help_text="The turn that saved it, in all its attempts.")
    operator = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True, help_text="Why the operator proposes it.")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, help_text="Null for a proposal.")
    unanswered = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Heard in a voice message or read in a file: the user has not answered since.",
    )
    superseded_at = models.DateTimeField(null=True, help_text="Or taken back, or not taken.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "key"],
                condition=Q(superseded_at=None, confirmed_at__isnull=False),
                name="one_active_fact_per_key",
            )
        ]

    def __str__(self) -> str:
        return f"f{self.pk}"


class ReleaseVersion(models.Model):
    """A text of a release, made of its facts. The user, or an operator, approves one.

    A version with a problem that blocks it cannot be approved.
    """

    class Author(models.TextChoices):
        TEMPLATE = "template", "the template"
        MODEL = "model", "the model"
        OPERATOR = "operator", "an operator"

    release = models.ForeignKey(PressRelease, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    parts = models.JSONField(
        default=list, db_default=[], help_text="See `assistant.parts`; empty where older code wrote it."
    )
    problems = models.JSONField(default=list, db_default=[], help_text="See `assistant.checking`.")
    author = models.CharField(
        max_length=16, choices=Author.choices, default=Author.TEMPLATE, db_default=Author.TEMPLATE
    )
    written_by = models.CharField(
        max_length=150, blank=True, db_default="", help_text="The operator who wrote it."
    )
    facts = models.JSONField(help_text="The ids of the facts that it was written from.")
    turn = models.UUIDField(null=True, help_text="The turn that wrote it, in all its attempts.")
    call = models.ForeignKey(
        "ModelCall", null=True, on_delete=models.SET_NULL, help_text="The call whose answer it is."
    )
    created_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=150, blank=True, help_text="An operator; blank for the user.")
    approval = models.TextField(blank=True, help_text="The words of the approval.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class ReleaseDocument(models.Model):
    """A file of an approved version, made once: the same bytes whenever it is fetched."""

    class Format(models.TextChoices):
        DOCX = "docx", "Word"
        PDF = "pdf", "PDF"
        TEXT = "txt", "plain text"
        HTML = "html", "HTML"
        NINJS = "json", "ninjs"

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    version = models.ForeignKey(ReleaseVersion, on_delete=models.CASCADE, related_name="documents")
    format = models.CharField(max_length=8, choices=Format.choices)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, help_text="Of the content, in hexadecimal digits.")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "format"], name="one_document_per_format")
        ]

    def __str__(self) -> str:
        return f"{self.get_format_display()} of version {self.version_id}"


class ModelCall(models.Model):
    """A call to a model, and what it cost.

    Calls outside the conversation that write a text are written down before they are made, and their outcome
    before it is used: one without an outcome died, and may have been paid for, so it is not made again.
    """

    class Purpose(models.TextChoices):
        INTERVIEW = "interview", "answer the user"
        TRANSCRIBE = "transcribe", "write down a voice message"
        READ = "read", "read a picture or a file"
        WRITE = "write", "write the text"
        REVISE = "revise", "change a part of the text"
        REPAIR = "repair", "repair what the checks found"

    release = models.ForeignKey(PressRelease, null=True, on_delete=models.CASCADE, related_name="model_calls")
    phone = models.CharField(
        max_length=140,
        blank=True,
        db_default="",
        help_text="Whose turn it was; blank where older code wrote it.",
    )
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    model = models.CharField(max_length=100)
    turn = models.UUIDField(help_text="The turn that made it, in all its attempts.")
    request = models.CharField(
        max_length=64, blank=True, db_default="", help_text="A digest of what was asked, if it is asked once."
    )
    answer = models.TextField(blank=True, help_text="JSON, as the model gave it; blank until then.")
    error = models.CharField(max_length=100, blank=True, help_text="Why there is no answer.")
    input_tokens = models.PositiveIntegerField(null=True)
    cached_tokens = models.PositiveIntegerField(null=True)
    output_tokens = models.PositiveIntegerField(null=True, help_text="Reasoning tokens are among them.")
    reasoning_tokens = models.PositiveIntegerField(null=True)
    audio_seconds = models.FloatField(null=True, help_text="Length of what was transcribed.")
    cost = models.DecimalField(
        max_digits=14, decimal_places=8, null=True, help_text="In US dollars; null where no price is set."
    )
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    counted = models.BooleanField(default=False, db_default=False, help_text="It is part of `ModelUsage`.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "turn", "request"], condition=~Q(request=""), name="one_call_per_request"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], name="model_call_asked_at"),
            models.Index(fields=["phone", "id"], name="model_call_phone"),
            models.Index(fields=["id"], condition=Q(counted=False), name="model_call_uncounted"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.model}"


class ModelUsage(models.Model):
    """What the calls of a day used and cost, by purpose and model; it outlives the calls and their users."""

    day = models.DateField(help_text="On which they were made, in UTC.")
    purpose = models.CharField(max_length=16, choices=ModelCall.Purpose.choices)
    model = models.CharField(max_length=100)
    calls = models.PositiveBigIntegerField(default=0)
    failed = models.PositiveBigIntegerField(default=0, help_text="Of them without an answer.")
    unpriced = models.PositiveBigIntegerField(default=0, help_text="Of them at an unknown cost.")
    input_tokens = models.PositiveBigIntegerField(default=0)
    cached_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)
    reasoning_tokens = models.PositiveBigIntegerField(default=0)
    audio_seconds = models.FloatField(default=0)
    cost = models.DecimalField(
        max_digits=20, decimal_places=8, default=0, help_text="In US dollars, as known."
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "purpose", "model"], name="one_usage_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.model} on {self.day}"
