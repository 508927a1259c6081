"""The interface of an interviewer, and what a turn gives it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, TypeVar
from uuid import UUID

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The answer to a turn."""

    text: str
    """The text for the user: never blank, maybe longer than one WhatsApp message."""
    last_item_id: str = ""
    """The newest item of the thread that this turn knows of, "" offline."""
    choices: Sequence["Choice"] = ()
    """What the digits from 1 on stand for, where the text offers a choice."""
    approved: int = 0
    """The id of the `ReleaseVersion` that the turn approved, whose documents follow the text; 0 for none."""


@dataclass(frozen=True, kw_only=True)
class PastMessage:
    """A message of a conversation, from our records."""

    by_user: bool
    text: str
    by_person: bool = False
    """A person of the team wrote it."""


MAX_RECAP = 18
"""The most messages that a new thread is given: "You may add up to 20 items at a time"
(types/conversations/conversation_create_params.py of the openai package, 3.54), and two are of ours: what is
there of the release, and a note."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a digit stands for after a reply that offers it."""

    label: str
    """What the user reads, and may send instead of the digit."""
    action: str
    """What it does: see `sessions_app.turns.choices`."""


@dataclass(frozen=True, kw_only=True)
class UserMessage:
    """What a user said."""

    text: str
    at: datetime
    sid: str = ""
    source: Literal["text", "voice", "file"] = "text"
    """How: `file` for what stands in a picture or a file, which may be somebody else's words."""


@dataclass(frozen=True, kw_only=True)
class Medium:
    """A voice message, a picture or a PDF."""

    content: bytes = field(repr=False)
    content_type: str
    """By its bytes, such as "audio/ogg"."""
    extension: str
    """That of its bytes, such as "ogg"."""
    seconds: float | None = None
    """The length of a voice message, None if it does not say."""


@dataclass(frozen=True, kw_only=True)
class UserTurn:
    """The turn in which something is written: whose, and what the user said."""

    phone: str
    token: UUID
    """The same in all attempts at the turn."""
    messages: Sequence[UserMessage]
    """Those that the turn answers, oldest first; at least one."""
    earlier: Callable[[], Sequence[UserMessage]]
    """Looks up what else the user said in this session, oldest first."""
    language: str
    """The code of the language in which the user is answered, and which `gettext` speaks: "en", "de" …"""

    @property
    def own_words(self) -> list[str]:
        """What the user wrote or said: no text of a file, which agrees to nothing."""
        return [message.text for message in self.messages if message.source != "file"]


class InterviewContext(Protocol):
    """The press release of one phone. Writes check the turn's fencing token and raise if it is lost."""

    @property
    def user(self) -> str:
        """The phone's pseudonym."""
        ...

    async def run(self, change: Callable[..., T], **values: object) -> T:
        """Return `change(turn, **values)` with the `UserTurn`, in one transaction: done, or nothing of it."""
        ...

    async def note(self, change: Callable[..., object], **values: object) -> None:
        """Do `change(turn, **values)` before the next `run`, at the latest when the turn is over.

        Also if it has lost its right to write by then: for what a call came to.
        """
        ...

    async def ask_for_person(self, *, reason: str) -> None:
        """Request a person of the team for this conversation."""
        ...


class Interviewer(Protocol):
    """Asks for the press release, one message at a time. Every method may raise AssistantError."""

    name: str
    """ "openai" or "offline"."""
    reads_remarks: bool
    """True if it understands our remarks in square brackets on what the user quoted or attached."""
    hears: bool
    """True if it can transcribe voice messages and read pictures and files."""

    async def open_thread(self, *, past_messages: Sequence[PastMessage] = (), snapshot: str = "") -> str:
        """Return the id of a new thread that begins with `past_messages` (at most `MAX_RECAP`).

        `snapshot` says what is there of the release, see `assistant.snapshot`; "" for nothing.
        """
        ...

    async def reply(
        self,
        *,
        thread_id: str,
        messages: Sequence[str],
        context: InterviewContext,
        known_item_id: str = "",
        resuming: bool = False,
        messages_during_takeover: Sequence[PastMessage] = (),
        snapshot: str = "",
    ) -> Reply:
        """Answer the user's `messages`, oldest first.

        `snapshot` says what is there of the release, if that has changed without the thread.

        `known_item_id` is the `last_item_id` of the last turn that was committed.
        `messages_during_takeover` is what was said without the interviewer since then and before
        `messages`: by a person of the team or as a fixed text, with what that answered; the thread may know
        a part of it. `resuming` is True if an earlier attempt of this very turn died or ended with an
        uncertain outcome; this attempt then continues from what is in the thread. The call has no total
        deadline: put an `asyncio.timeout` around it.
        """
        ...

    async def transcribe(self, medium: Medium, *, languages: Sequence[str], context: InterviewContext) -> str:
        """Write down a voice message in one of the `languages` (codes), the likeliest first; "" for nothing.

        Only where `hears`; the same goes for `read_file`.
        """
        ...

    async def read_file(self, medium: Medium, *, context: InterviewContext) -> str:
        """Return the text of a picture or a PDF, "" for nothing."""
        ...

    async def delete_thread(self, *, thread_id: str) -> None:
        """Delete the thread with all its messages; a thread that is gone counts as deleted."""
        ...

    async def close(self) -> None:
        """Release the HTTP connections that this event loop holds; a later call opens new ones."""
        ...
