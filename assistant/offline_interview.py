"""The interview without OpenAI: a script that asks for one field after another."""

import re
from collections.abc import Sequence
from uuid import uuid4

from assistant.interviewer import InterviewContext, PastMessage, Reply
from assistant.press_release import FIELDS, IncompleteRelease, missing

GREETING = (
    "Hello! This is a scripted demo without AI: I ask a fixed list of questions and put your "
    "answers into a press release as they are. "
    "(Operator: set OPENAI_API_KEY for the real interview.)"
)
RETURNING = "I still have what you told me before ({labels}), so we go on from there."
AFTER_TAKEOVER = "This is the scripted demo again. My question is still open:"
BLANK = "I could not read an answer in that."
DONE = "Thank you, that is all I need. Here is your press release:"

PERSON_ASKED = "I have asked for a person of our team, who joins as soon as one is free. Until then:"

_WANTS_PERSON = re.compile(
    r"\b(?:talk|speak|chat) (?:to|with) (?:an? |some )?(?:human|person|operator|someone|somebody)\b",
    re.IGNORECASE,
)
_ANNOUNCEMENTS = {
    "Funding round": r"\b(?:fund(?:s|ing|ed|rais\w*)?|invest(?:ment|ors?)|series [a-f]|seed)\b",
    "Product launch": r"\b(?:launch(?:es|ed|ing)?|new (?:product|app|service|feature))\b",
    "Partnership": r"\b(?:partner(?:s|ed|ing|ships?)?|collaborat\w*|joint venture|alliance)\b",
}


class OfflineInterviewer:
    """Asks the questions of FIELDS. All that it knows about a conversation is in the context.

    A question is open in the thread in which it was asked: a new session greets and asks again, although
    the draft is older. If a person of the team has written since the last turn, the messages were meant
    for that person, so none of them is an answer and the open question is asked again. A takeover in which
    that person wrote nothing changes nothing for the user.

    A turn first saves the answer and then records the next question. A turn that is repeated after it
    died (`resuming`) therefore finds its own answer among the saved fields and does not use it for the
    next field too. Two cases are ambiguous, and both only cost a repeated question: before the first
    answer, the greeting or the first answer may have been interrupted (we greet again); and an answer
    that equals an earlier one, word for word, may be new (we ask again). One gap is left: a greeting
    that died while fields of an older conversation existed uses its message as an answer; `reset`
    starts over.
    """

    name = "offline"
    reads_remarks = False

    async def open_thread(self, *, past_messages: Sequence[PastMessage] = ()) -> str:
        return f"offline_{uuid4().hex}"

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
        """Use `messages` as the answer to the pending question and ask the next; see Interviewer."""
        fields = await context.gathered()
        pending = await context.pending_question(thread_id=thread_id)
        if pending and _WANTS_PERSON.search("\n".join(messages)):
            await context.ask_for_person(reason="The user asks for a person.")
            return Reply(text=f"{PERSON_ASKED} {FIELDS[pending].question}")
        if pending and any(past.by_person for past in messages_during_takeover):
            return Reply(text=f"{AFTER_TAKEOVER} {FIELDS[pending].question}")
        if resuming and not fields:
            document = await _document_of(messages, context)
            if document:
                return Reply(text=f"{DONE}\n\n{document}")
        if not pending or (resuming and not fields.keys() - {"announcement_type"}):
            return await _greet(messages, context, fields, thread_id)
        if resuming:
            messages = _without_taken(messages, fields)
            if not messages:
                return Reply(text=FIELDS[pending].question)
        return await _take(messages, context, fields, pending, thread_id)

    async def delete_thread(self, *, thread_id: str) -> None:
        """Do nothing: the script has no remote threads."""

    async def close(self) -> None:
        """Do nothing: the script has no connections."""


async def _greet(
    messages: Sequence[str], context: InterviewContext, fields: dict[str, str], thread_id: str
) -> Reply:
    """Introduce the demo, say what is there, save the kind of announcement if it was named, ask."""
    parts = [GREETING]
    if fields:
        labels = ", ".join(FIELDS[name].label for name in FIELDS if name in fields)
        parts.append(RETURNING.format(labels=labels))
    announcement = recognise("\n".join(messages))
    if announcement and "announcement_type" not in fields:
        await context.save(field="announcement_type", value=announcement)
        fields = {**fields, "announcement_type": announcement}
        parts.append(f"Noted: {announcement.lower()}.")
    return await _next(context, fields, thread_id, said=parts)


async def _take(
    messages: Sequence[str], context: InterviewContext, fields: dict[str, str], pending: str, thread_id: str
) -> Reply:
    """Save the answer to the pending question and continue."""
    answer = "\n".join(messages).strip()
    if not answer:
        return Reply(text=f"{BLANK} {FIELDS[pending].question}")
    try:
        await context.save(field=pending, value=answer)
    except ValueError as problem:
        return Reply(text=f"I cannot take that: {problem}. {FIELDS[pending].question}")
    return await _next(context, {**fields, pending: answer}, thread_id, said=[])


async def _next(
    context: InterviewContext, fields: dict[str, str], thread_id: str, *, said: list[str]
) -> Reply:
    """Ask for the first missing field, or finish."""
    absent = missing(fields)
    if not absent:
        return Reply(text="\n\n".join([*said, DONE, await context.finish()]))
    await context.ask(field=absent[0], thread_id=thread_id)
    return Reply(text="\n\n".join([*said, FIELDS[absent[0]].question]))


def recognise(text: str) -> str:
    """Return the kind of announcement that `text` names first, "" if it names none that we know."""
    found = {
        name: found_at.start()
        for name, words in _ANNOUNCEMENTS.items()
        if (found_at := re.search(words, text, re.IGNORECASE))
    }
    return min(found, key=found.__getitem__, default="")


def _without_taken(messages: Sequence[str], fields: dict[str, str]) -> Sequence[str]:
    """Return `messages` without those that an earlier attempt of this turn has saved as an answer."""
    for count in range(len(messages), 0, -1):
        if "\n".join(messages[:count]).strip() in fields.values():
            return messages[count:]
    return messages


async def _document_of(messages: Sequence[str], context: InterviewContext) -> str:
    """Return the document that an earlier attempt of this turn finished with `messages`, else ""."""
    try:
        document = await context.finish()
    except IncompleteRelease:
        return ""
    answer = "\n".join(messages).strip()
    return document if answer and answer in document else ""
