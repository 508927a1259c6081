"""The rows of the model of a conversation (`conversation_model`)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings


def seconds(amount: float) -> timedelta:
    return timedelta(seconds=amount)


def ttl() -> timedelta:
    return seconds(settings.SESSION_TTL_SECONDS)


@dataclass(eq=False)
class Message:
    sid: str
    phone: str
    body: str
    kind: str
    received_at: datetime
    state: str = "received"
    turn: UUID | None = None
    operator: str = ""
    erased: bool = False
    means: str | None = None
    """What a lone digit or a label says, once its message was claimed."""
    action: str = ""
    """What it does."""

    @property
    def text(self) -> str:
        return self.body if self.means is None or self.action else self.means


def kind_of(messages: Sequence[Message]) -> str:
    kinds = [message.kind for message in messages]
    return "text" if "text" in kinds else kinds[0]


@dataclass
class Session:
    thread_id: str
    created_at: datetime
    last_accessed: datetime

    def is_live(self, at: datetime) -> bool:
        return self.last_accessed + ttl() > at


@dataclass
class Conversation:
    active_at: datetime
    token: UUID | None = None
    expires_at: datetime | None = None
    attempts: int = 0
    retry_at: datetime | None = None
    paused_by: str = ""
    asked_at: datetime | None = None
    """Since when a person is needed."""
    untold: "list[Message | Part]" = field(default_factory=list)
    """Fixed texts, operators' replies and what both answered, which no committed turn has told its thread."""

    def free(self, *, retry_at: datetime | None = None, attempts: int = 0) -> None:
        self.token, self.expires_at, self.retry_at, self.attempts = None, None, retry_at, attempts


@dataclass(eq=False)
class Part:
    phone: str
    body: str
    created_at: datetime
    state: str = "queued"
    sid: str = ""
    attempts: int = 0
    attempted_at: datetime | None = None
    retry_at: datetime | None = None
    erased: bool = False
    operator: str = ""
    turn: UUID | None = None
    choices: list[list[str]] = field(default_factory=list)
    """Label and action of each digit."""
    canned: bool = False
    overtaken: bool = False
    """An apology whose turn was retried: it is not told."""
    uuid: UUID | None = None
    """The database's; the machine fills it in."""


@dataclass
class Thread:
    state: str = "live"
    last_item_id: str = ""
    next_try_at: datetime | None = None
    """The database's; the machine fills it in."""
    busy_until: datetime | None = None
    """Until then a turn that was running when the thread was doomed may still talk there."""


@dataclass
class Ended:
    phone: str
    ended_at: datetime
    replies_until: datetime


@dataclass
class Claim:
    """What a claimed turn must be."""

    phone: str
    messages: list[Message]
    thread_id: str | None
    attempt: int
    resuming: bool
    messages_during_takeover: list[tuple[bool, str]]
    """Each by the user or not, and its text."""
