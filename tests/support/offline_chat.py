"""A user who talks to the scripted interview, on the database."""

import uuid
from collections.abc import Sequence

from asgiref.sync import async_to_sync

from assistant.announcement_types import FACTS
from assistant.interviewer import PastMessage, Reply
from assistant.offline.interview import OfflineInterviewer
from tests.support.interview import DatabaseContext, tell

FIRST, SECOND = "offline_1", "offline_2"
QUOTED = ("quote", "quote_speaker", "quote_role")


class Chat:
    """A user who talks to the script; `said` has all that the script has said."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.said: list[str] = []
        self.person_wanted = ""

    def say(
        self,
        *messages: str,
        thread_id: str = FIRST,
        token: uuid.UUID | None = None,
        meanwhile: Sequence[PastMessage] = (),
    ) -> str:
        return self.ask(*messages, thread_id=thread_id, token=token, meanwhile=meanwhile).text

    def ask(
        self,
        *messages: str,
        thread_id: str = FIRST,
        token: uuid.UUID | None = None,
        meanwhile: Sequence[PastMessage] = (),
    ) -> Reply:
        context = DatabaseContext(messages=messages, token=token or uuid.uuid4(), earlier=tuple(self.heard))
        reply = async_to_sync(OfflineInterviewer().reply)(
            thread_id=thread_id,
            messages=messages,
            context=context,
            messages_during_takeover=meanwhile,
        )
        self.heard += messages
        self.said.append(reply.text)
        self.person_wanted = context.person_wanted
        return reply

    def at(self, kind: str, *keys: str) -> str:
        """Tell all of a story but `keys`, in other sessions, and return what the script asks then."""
        tell(kind, without=keys)
        return self.say("hello")


def asked_in(text: str) -> list[str]:
    """Return the keys of the questions in `text`; the same question stands for the first of its keys."""
    return [key for key, row in FACTS.items() if row.question in text]
