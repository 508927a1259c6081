"""What the user is told of what was heard: it is said back, figures and names first, and problems explained.

By code, above the interviewer's answer: what was misheard is found by who said it.
"""

from dataclasses import replace
from itertools import islice

from django.utils.translation import get_language, gettext, gettext_noop

from assistant.interview import Reply
from assistant.verification import language_of, mentions
from sessions_app.messages.heard import Entry
from sessions_app.turns.turn import Turn

MAX_MENTIONS = 12
MAX_TRANSCRIPT = 600
"""Characters of a transcript that is said back."""
MAX_READ = 160
"""Characters of what was read in a file."""

HEARD = gettext_noop("I heard: {mentions}\n“{text}”")
HEARD_ALL = gettext_noop("I heard: “{text}”")
READ = {
    "picture": gettext_noop("I read in your picture: “{text}”"),
    "contact": gettext_noop("I got this contact: “{text}”"),
    "file": gettext_noop("I read in your file: “{text}”"),
}
PROBLEMS = {
    "text_only": gettext_noop(
        "I can only read text here: this is the demo without OpenAI. Please write it to me as a text message."
    ),
    "not_heard": gettext_noop(
        "I could not hear any words in your voice message. Please record it once more, or write it to me."
    ),
    "too_long": gettext_noop(
        "Your voice message is longer than 15 minutes, which is too long for me. Please send it in parts."
    ),
    "format": gettext_noop(
        "I cannot play recordings in the AMR format. Please record it in WhatsApp, or write it to me."
    ),
    "empty": gettext_noop("What you sent has arrived empty. Please send it once more."),
    "too_big": gettext_noop("That file is too big for me: 16 MB are the most. Please send a smaller one."),
    "encrypted": gettext_noop("Your PDF is locked with a password. Please send it without one."),
    "too_many_pages": gettext_noop(
        "Your PDF has more than 50 pages. Please send only the pages that matter, or write it to me."
    ),
    "no_text": gettext_noop("I could not find any text in that. Please write to me what matters in it."),
    "unreadable": gettext_noop(
        "I could not open that: it seems to be broken. Please send it once more, or write it to me."
    ),
    "gone": gettext_noop("I could not get what you sent. Please send it once more, or write it to me."),
    "sticker": gettext_noop("I cannot see stickers. Please write to me what you want to say."),
    "video": gettext_noop("I cannot watch videos. Please write to me what matters, or send a voice message."),
    "unknown": gettext_noop(
        "I cannot open this kind of file. I can read pictures (JPEG, PNG), PDF and Word files (DOCX), "
        "and hear voice messages."
    ),
}
"""By the problem of an entry in `InboundMessage.heard`."""


def above(turn: Turn, reply: Reply) -> Reply:
    """Return `reply` below what was heard in the turn, and what was not."""
    return replace(reply, text="\n\n".join([*_told(turn), reply.text]))


def alone(turn: Turn) -> Reply:
    """Return the reply to a turn in which nothing could be heard."""
    return Reply(text="\n\n".join(_told(turn)))


def _told(turn: Turn) -> list[str]:
    entries: list[Entry] = [entry for message in turn.messages for entry in message.heard]
    said = [_said_back(entry) for entry in entries if entry.get("text")]
    problems = dict.fromkeys(entry["problem"] for entry in entries if entry.get("problem"))
    return [*said, *(gettext(PROBLEMS[problem]) for problem in problems)]


def _said_back(entry: Entry) -> str:
    text = entry["text"]
    if entry["kind"] != "voice":
        return gettext(READ[entry["kind"]]).format(text=_shortened(" ".join(text.split()), MAX_READ))
    found = list(islice(mentions(text, language_of(text, get_language() or "en")), MAX_MENTIONS))
    template = gettext(HEARD if found else HEARD_ALL)
    return template.format(mentions=" · ".join(found), text=_shortened(text, MAX_TRANSCRIPT))


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(maxsplit=1)[0]} …"
