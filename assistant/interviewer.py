"""The interface of an interviewer, and what a turn gives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The answer to a turn."""

    text: str
    """The text for the user: never blank, maybe longer than one WhatsApp message."""
    last_item_id: str = ""
    """The newest item of the thread that this turn knows of, "" offline."""


@dataclass(frozen=True, kw_only=True)
class PastMessage:
    """A message of a conversation, from our records."""

    by_user: bool
    text: str
    by_person: bool = False
    """A person of the team wrote it."""


MAX_RECAP = 19
"""The most messages that a new thread is given: "You may add up to 20 items at a time"
(types/conversations/conversation_create_params.py of the openai package, 3.54), and one is a note of ours."""


class InterviewContext(Protocol):
    """The press release of one phone. Writes check the turn's fencing token and raise if it is lost."""

    async def gathered(self) -> dict[str, str]:
        """Return field name -> text of the current draft."""
        ...

    async def save(self, *, field: str, value: str) -> None:
        """Save one field. Raises ValueError for an unacceptable value."""
        ...

    async def finish(self) -> str:
        """Return the finished document. Raises press_release.IncompleteRelease."""
        ...

    async def pending_question(self, *, thread_id: str) -> str:
        """Return the field that the scripted interview asked for last in the thread, "" if for none."""
        ...

    async def ask(self, *, field: str, thread_id: str) -> None:
        """Record the field that the scripted interview asks for now in the thread."""
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

    async def open_thread(self, *, past_messages: Sequence[PastMessage] = ()) -> str:
        """Return the id of a new thread that begins with `past_messages` (at most `MAX_RECAP`)."""
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
    ) -> Reply:
        """Answer the user's `messages`, oldest first.

        `known_item_id` is the `last_item_id` of the last turn that was committed.
        `messages_during_takeover` is what was said without the interviewer since then and before
        `messages`: by a person of the team or as a fixed text, with what that answered; the thread may know
        a part of it. `resuming` is True if an earlier attempt of this very turn died or ended with an
        uncertain outcome; this attempt then continues from what is in the thread. The call has no total
        deadline: put an `asyncio.timeout` around it.
        """
        ...

    async def delete_thread(self, *, thread_id: str) -> None:
        """Delete the thread with all its messages; a thread that is gone counts as deleted."""
        ...

    async def close(self) -> None:
        """Release the HTTP connections that this event loop holds; a later call opens new ones."""
        ...
