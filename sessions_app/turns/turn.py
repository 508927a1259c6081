"""A turn: a phone's unanswered messages and the session in which they are answered.

Each step of a turn is one short transaction (`claims`, `outcomes`, `reset`). While OpenAI thinks,
nothing is locked and no connection is held; what a turn writes is fenced by its lease (`leases`).
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from assistant.interview import PastMessage
from sessions_app.conversations.leases import Lease
from sessions_app.messages.quotes import Quote
from sessions_app.messages.user_text import as_plain_text, as_text
from sessions_app.models import ConversationSession, InboundMessage
from sessions_app.telemetry.turn_attempts import Trace

_ALIKE = (InboundMessage.Kind.TEXT, InboundMessage.Kind.NO_TEXT)
MAX_MESSAGES = 20
"""A burst becomes one turn of at most this many messages; the rest waits for the next turn."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A claimed turn: the messages it answers and the session it goes on with, if one is live."""

    lease: Lease
    messages: list[InboundMessage]
    session: ConversationSession | None
    gathered: Mapping[str, str]
    """The fields of the phone's press release so far."""
    resuming: bool
    """An earlier attempt at these very messages came to no end: look before asking again."""
    messages_during_takeover: Sequence[PastMessage] = ()
    """What was said without the bot, by operators or as fixed texts, and the thread may not know yet."""
    quotes: Mapping[str, Quote] = field(default_factory=dict)
    """The messages that its messages quote, by SID."""
    token: uuid.UUID
    """The lease token of the first attempt at these messages: it names the turn in all its attempts."""
    kind: str
    """See `kind_of`. The interviewer is asked only about texts."""
    account_code: str = ""
    """Why OpenAI refuses our account just now: the turn has to wait, unless it is the trial."""
    is_trial: bool = False
    """It finds out whether OpenAI takes our account again."""
    trace: Trace = field(default_factory=Trace)

    @property
    def must_wait(self) -> bool:
        """True if the interviewer may not be asked now."""
        return bool(self.account_code) and not self.is_trial

    @property
    def texts(self) -> list[str]:
        """What the model is told of the user's messages."""
        return [as_text(message, self.quotes) for message in self.messages]

    @property
    def plain_texts(self) -> list[str]:
        """What the user said, without remarks of ours on quotes and attachments."""
        return [text for message in self.messages if (text := as_plain_text(message))]


def messages_of_turn(unanswered: Sequence[InboundMessage]) -> list[InboundMessage]:
    """Choose from a phone's `unanswered` messages, in order, those that the next turn answers.

    An earlier attempt's messages are tried again as they were. Otherwise the turn takes the first message
    and those right behind it of the same kind: a burst of texts and pictures is one turn, a command keeps
    its place.
    """
    if earlier := [message for message in unanswered if message.turn is not None]:
        # A failed turn that is retried comes second: only the last one asked is at the thread's end.
        return [message for message in earlier if message.turn == earlier[-1].turn]
    alike = _ALIKE if unanswered[0].kind in _ALIKE else (unanswered[0].kind,)
    return list(takewhile(lambda message: message.kind in alike, unanswered))[:MAX_MESSAGES]


def kind_of(messages: Sequence[InboundMessage]) -> str:
    """Return the kind of a turn's messages: a text if one of them is."""
    kinds = {message.kind for message in messages}
    return InboundMessage.Kind.TEXT if InboundMessage.Kind.TEXT in kinds else messages[0].kind
