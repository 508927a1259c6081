"""The press release: its fields, its draft in the database, and the finished document.

The functions are synchronous and use the ORM. Those that write run inside the caller's transaction,
which also checks the turn's fencing token.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from assistant.models import PressRelease
from assistant.rendering import render

__all__ = [
    "FIELDS",
    "IncompleteRelease",
    "ask",
    "discard_draft",
    "finish",
    "gathered",
    "gathered_of",
    "missing",
    "newest_finished",
    "pending_question",
    "render",
    "save_field",
]

MAX_VALUE_LENGTH = 10_000
"""Characters; about six times the longest WhatsApp message."""

FINISH_AGAIN_WITHIN = timedelta(hours=24)
"""How long `finish` returns a finished document again: a turn that died between finishing and sending
must still find it, and WhatsApp allows an answer for 24 h."""

# PostgreSQL's jsonb accepts neither NUL nor a lone surrogate.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class Field:
    label: str
    question: str


FIELDS: dict[str, Field] = {
    "company_name": Field(
        label="Company name",
        question="What is the name of your company, exactly as it should appear in print?",
    ),
    "announcement_type": Field(
        label="Announcement",
        question="What are you announcing? A funding round, a product launch, a partnership?",
    ),
    "headline": Field(
        label="Headline",
        question="What should the headline say? One line with the news in it.",
    ),
    "key_facts": Field(
        label="Key facts",
        question="What are the key facts? Who, what, when, where and why, with numbers and dates.",
    ),
    "quotes": Field(
        label="Quotes",
        question="Who would you like to quote, and with which words? Please add name and title.",
    ),
    "boilerplate": Field(
        label="About the company",
        question="How does your company describe itself in two or three sentences?",
    ),
    "media_contact": Field(
        label="Media contact",
        question="Whom may journalists contact? Name, email and phone number.",
    ),
}
"""The fields of a release in the order in which they are asked for."""


class IncompleteRelease(Exception):
    """The release cannot be finished: `missing` names the fields without an answer."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"missing: {', '.join(missing)}")
        self.missing = missing


def gathered_of(phones: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the fields of the current drafts of `phones`, without phones that have no draft: one query."""
    drafts = PressRelease.objects.filter(phone__in=phones, status=PressRelease.Status.DRAFT)
    return dict(drafts.values_list("phone", "fields"))


def gathered(*, phone: str) -> dict[str, str]:
    """Return the fields of the current draft, {} if there is none."""
    return gathered_of([phone]).get(phone, {})


def missing(fields: Mapping[str, str]) -> list[str]:
    """Return the names of the fields that are absent or blank, in the order of FIELDS."""
    return [name for name in FIELDS if not fields.get(name, "").strip()]


def newest_finished(*, phone: str, since: datetime) -> PressRelease | None:
    """Return the newest press release that `phone` has finished `since` then, or None."""
    finished = PressRelease.objects.filter(phone=phone, status=PressRelease.Status.FINISHED)
    return finished.filter(finished_at__gte=since).order_by("-finished_at").first()


def save_field(*, phone: str, field: str, value: str) -> str:
    """Save one field of the draft, creating the draft if necessary; return the text as saved.

    Raises ValueError for an unknown field, a blank value and one of more than 10 000 characters.
    """
    if field not in FIELDS:
        raise ValueError(f"{field!r} is not a field of a press release")
    clean = _UNSTORABLE.sub("\ufffd", value).strip()
    if not clean:
        raise ValueError(f"the value of {field} is blank")
    if len(clean) > MAX_VALUE_LENGTH:
        raise ValueError(f"the value of {field} has {len(clean)} characters, {MAX_VALUE_LENGTH} are allowed")
    draft = _locked_draft(phone=phone)
    if draft is None:
        PressRelease.objects.create(phone=phone, fields={field: clean})
        return clean
    draft.fields[field] = clean
    draft.save(update_fields=["fields", "updated_at"])
    return clean


def finish(*, phone: str) -> str:
    """Render the draft, store the document, mark the release finished, and return the document.

    A second call before a new draft returns the same document (for 24 h), so that a repeated turn can
    still send it. Raises IncompleteRelease.
    """
    draft = _locked_draft(phone=phone)
    if draft is None:
        return _finished_lately(phone=phone)
    absent = missing(draft.fields)
    if absent:
        raise IncompleteRelease(absent)
    draft.text = render(draft.fields)
    draft.status = PressRelease.Status.FINISHED
    draft.finished_at = timezone.now()
    draft.pending_question = ""
    draft.save()
    return draft.text


def discard_draft(*, phone: str) -> None:
    """Discard the draft, if there is one; the next saved field starts a new draft."""
    drafts = PressRelease.objects.filter(phone=phone, status=PressRelease.Status.DRAFT)
    drafts.update(status=PressRelease.Status.DISCARDED, pending_question="", updated_at=timezone.now())


def pending_question(*, phone: str, thread_id: str) -> str:
    """Return the field that the scripted interview asked for last in the thread, "" if for none.

    The draft outlives its session, the question does not: a new session has a thread of its own.
    """
    drafts = PressRelease.objects.filter(
        phone=phone, status=PressRelease.Status.DRAFT, pending_thread=thread_id
    )
    return drafts.values_list("pending_question", flat=True).first() or ""


def ask(*, phone: str, field: str, thread_id: str) -> None:
    """Record that the scripted interview asks for `field` in the thread.

    Raises ValueError for an unknown field.
    """
    if field not in FIELDS:
        raise ValueError(f"{field!r} is not a field of a press release")
    draft = _locked_draft(phone=phone)
    if draft is None:
        PressRelease.objects.create(phone=phone, pending_question=field, pending_thread=thread_id)
        return
    draft.pending_question, draft.pending_thread = field, thread_id
    draft.save(update_fields=["pending_question", "pending_thread", "updated_at"])


def _locked_draft(*, phone: str) -> PressRelease | None:
    drafts = PressRelease.objects.select_for_update()
    return drafts.filter(phone=phone, status=PressRelease.Status.DRAFT).first()


def _finished_lately(*, phone: str) -> str:
    done = PressRelease.objects.filter(
        phone=phone,
        status=PressRelease.Status.FINISHED,
        finished_at__gte=timezone.now() - FINISH_AGAIN_WITHIN,
    )
    text = done.order_by("-finished_at").values_list("text", flat=True).first()
    if text is None:
        raise IncompleteRelease(list(FIELDS))
    return text
