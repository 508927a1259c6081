"""What an interviewer is, and what a turn lends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The answer to a turn."""

    text: str
    """For the user, never blank; may be longer than one WhatsApp message."""
    last_item_id: str = ""
    """The newest item of the thread that this turn knows of, "" offline."""


@dataclass(frozen=True, kw_only=True)
class PastMessage:
    """A message of a conversation, as our records have it."""

    by_user: bool
    text: str


MAX_RECAP = 19
"""Messages that a new thread is told at most: "You may add up to 20 items at a time"
(types/conversations/conversation_create_params.py of the openai package, 3.54), and one is a note of ours."""


class InterviewContext(Protocol):
    """The release of one phone. The turn fences the writes, which may raise what the turn raises."""

    async def gathered(self) -> dict[str, str]:
        """Field name -> text of the current draft."""
        ...

    async def save(self, *, field: str, value: str) -> None:
        """Write one field. Raises ValueError for a value that cannot be taken."""
        ...

    async def finish(self) -> str:
        """The finished document. Raises press_release.IncompleteRelease."""
        ...

    async def pending_question(self) -> str:
        """The field that the scripted interview asked for last, "" before its first question."""
        ...

    async def ask(self, *, field: str) -> None:
        """Note the field that the scripted interview asks for now."""
        ...

    async def ask_for_person(self, *, reason: str) -> None:
        """Have a person of the team look at this conversation."""
        ...


class Interviewer(Protocol):
    """Asks for the press release, one message at a time. Every method may raise AssistantError."""

    name: str
    """ "openai" or "offline"."""

    async def open_thread(self, *, past_messages: Sequence[PastMessage] = ()) -> str:
        """The id of a new thread, in which `past_messages` (at most `MAX_RECAP`) has been said."""
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
        `messages_during_takeover` is what the user and a person of the team said to each other since then
        and before `messages`; the
        thread may know a part of it. `resuming` says that an earlier attempt of this very turn died or
        ended with an uncertain outcome: it is picked up where it stands. There is no total deadline in
        here: put an `asyncio.timeout` around the call.
        """
        ...

    async def delete_thread(self, *, thread_id: str) -> None:
        """Delete the thread and all that was said in it; one that is gone counts as deleted."""
        ...

    async def close(self) -> None:
        """Release the HTTP connections that this event loop holds; a later call opens new ones."""
        ...
