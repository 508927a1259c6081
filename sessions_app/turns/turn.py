"""A turn: a phone's unanswered messages and the session in which they are answered.

Each step of a turn is one short transaction (`claims`, `outcomes`, `reset`). While OpenAI thinks,
nothing is locked and no connection is held; what a turn writes is fenced by its lease (`leases`).
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import takewhile
from threading import Lock

from django.db import transaction

from assistant.interview import PastMessage, UserMessage, UserTurn
from sessions_app.conversations.leases import Lease
from sessions_app.messages.quotes import Quote
from sessions_app.messages.user_text import as_plain_text, as_text, evidence
from sessions_app.models import ConversationSession, InboundMessage
from sessions_app.sessions.ended import last_end
from sessions_app.telemetry.turn_attempts import Trace

FOR_INTERVIEWER = (InboundMessage.Kind.TEXT, InboundMessage.Kind.NO_TEXT)
"""Kinds that become one turn; the rest are commands and choices, each with an answer of its own."""
MAX_EVIDENCE = 200
"""Messages of a session in which a fact's words are looked for."""
MAX_MESSAGES = 20
"""A burst becomes one turn of at most this many messages; the rest waits for the next turn."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A claimed turn: the messages it answers and the session it goes on with, if one is live."""

    lease: Lease
    messages: list[InboundMessage]
    session: ConversationSession | None
    release_changed: bool = False
    """An operator has changed the phone's press release: the thread does not know yet."""
    answers_facts: bool = False
    """Something was heard or read before that the user has not answered yet."""
    resuming: bool
    """An earlier attempt at these very messages came to no end: look before asking again."""
    messages_during_takeover: Sequence[PastMessage] = ()
    """What was said without the bot, by operators or as fixed texts, and the thread may not know yet."""
    quotes: Mapping[str, Quote] = field(default_factory=dict)
    """The messages that its messages quote, by SID."""
    token: uuid.UUID
    """The lease token of the first attempt at these messages: it names the turn in all its attempts."""
    language: str
    """The code of the language in which the user is answered: see `conversations.chat_language`."""
    kind: str
    """See `kind_of`. The interviewer is asked only about texts."""
    account_code: str = ""
    """Why OpenAI refuses our account just now: the turn has to wait, unless it is the trial."""
    is_trial: bool = False
    """It finds out whether OpenAI takes our account again."""
    rests: bool = False
    """It would begin a conversation, but the budget of the day is used up."""
    trace: Trace = field(default_factory=Trace)
    notes: list[Callable[[UserTurn], object]] = field(default_factory=list)
    """What its calls came to: written with its next transaction, or after it if it may not write any more."""

    writing: Lock = field(default_factory=Lock, compare=False, repr=False)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction for what the turn writes: no other one of it begins before its notes are forgotten.

        Its media are heard at once: their transactions are on several threads.
        """
        with self.writing, transaction.atomic():
            yield

    def write_notes(self, *, phone: str) -> None:
        """Write the notes in the caller's `transaction`, and forget them once that has committed.

        Without a transaction of their own they cost no write to the disk. They name the user by `phone`.
        """
        written, mine = list(self.notes), replace(self.for_interviewer, phone=phone)
        for note in written:
            note(mine)
        transaction.on_commit(lambda: self.notes.__delitem__(slice(len(written))))

    @property
    def for_interviewer(self) -> UserTurn:
        """The turn as the interviewer knows it."""
        return UserTurn(
            phone=self.lease.phone,
            token=self.token,
            messages=self.user_messages,
            earlier=self.earlier_messages,
            language=self.language,
        )

    @property
    def request_id(self) -> uuid.UUID | None:
        """The request that brought its newest message."""
        return self.messages[-1].request_id

    @property
    def is_canned(self) -> bool:
        """True if the interviewer is not asked."""
        return self.kind != InboundMessage.Kind.TEXT or self.rests

    @property
    def must_wait(self) -> bool:
        """True if the interviewer may not be asked now."""
        return bool(self.account_code) and not self.is_trial

    @property
    def texts(self) -> list[str]:
        """What the model is told of the user's messages."""
        return [as_text(message, self.quotes) for message in self.messages]

    @property
    def user_messages(self) -> list[UserMessage]:
        """What the user said, for the facts that rest on it: at least one message."""
        said = [one for message in self.messages for one in evidence(message)]
        return [one for one in said if one.text] or said[-1:]

    def earlier_messages(self) -> list[UserMessage]:
        """Look up what the user has said in this session, also to operators; oldest first."""
        phone = self.lease.phone
        heard = InboundMessage.objects.filter(phone=phone, received_at__gte=last_end(phone).ended_at)
        heard = heard.exclude(kind=InboundMessage.Kind.RESET).exclude(state=InboundMessage.State.IGNORED)
        newest = reversed(heard.order_by("-pk")[:MAX_EVIDENCE])
        return [one for message in newest for one in evidence(message)]

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
    alike = FOR_INTERVIEWER if unanswered[0].kind in FOR_INTERVIEWER else (unanswered[0].kind,)
    return list(takewhile(lambda message: message.kind in alike, unanswered))[:MAX_MESSAGES]


def kind_of(messages: Sequence[InboundMessage]) -> str:
    """Return the kind of a turn's messages: a text if one of them is."""
    kinds = {message.kind for message in messages}
    return InboundMessage.Kind.TEXT if InboundMessage.Kind.TEXT in kinds else messages[0].kind
