"""What goes out after an approval: the text as it was approved, and the release as Word and PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.db import Error as DatabaseFailure
from django.utils.translation import gettext, gettext_noop

from assistant.documents import stored
from assistant.documents.files import file_name
from assistant.models import ReleaseDocument, ReleaseVersion
from sessions_app.conversations import attention
from sessions_app.db.thread_pool import async_twin
from sessions_app.messages import outbox
from sessions_app.turns.turn import Turn

log = structlog.get_logger(__name__)

HERE_IT_IS = gettext_noop("Here it is as Word and PDF:")
NOT_MADE = gettext_noop(
    "I could not make the Word and PDF files. I have asked a person of our team to see to it."
)
SENT = (ReleaseDocument.Format.DOCX, ReleaseDocument.Format.PDF)
"""The formats that users get, in that order."""


@dataclass(frozen=True, kw_only=True)
class Approved:
    """An approved version, ready to be sent."""

    text: str
    documents: Sequence[ReleaseDocument]
    """Empty if they could not be made."""


def prepare(version_id: int) -> Approved:
    """Make the documents of an approved version, which takes some 100 ms: outside of any transaction.

    If that fails, a person has to: the approval and its text are worth more than the files.
    """
    version = ReleaseVersion.objects.get(pk=version_id)
    try:
        documents = [one for one in stored.made(version) if one.format in SENT]
    except DatabaseFailure:
        raise
    except Exception:
        log.exception("documents_not_made", version=version_id)
        documents = []
    return Approved(text=version.text, documents=documents)


def queue(approved: Approved, turn: Turn, *, untold: bool) -> None:
    """Queue the text and the documents behind the reply of `turn`, once for a version; see `outbox.queue`.

    The caller's transaction holds the lock on the conversation of its phone.
    """
    phone, request_id = turn.lease.phone, turn.request_id
    documents = [document.uuid for document in approved.documents]
    if outbox.was_attached(phone=phone, documents=documents):
        return
    outbox.queue(phone=phone, text=approved.text, turn=turn.token, request_id=request_id, untold=untold)
    queue_documents(approved, phone=phone, turn=turn.token, request_id=request_id, untold=untold)


def queue_documents(
    approved: Approved,
    *,
    phone: str,
    turn: UUID | None = None,
    request_id: UUID | None = None,
    untold: bool = False,
) -> None:
    """Queue a sentence and the documents; if there are none, say so and request a person."""
    documents = approved.documents
    if not documents:
        attention.request_person(phone, reason=attention.Kind.DOCUMENTS)
    if not outbox.takes_documents():
        return
    text = gettext(HERE_IT_IS if documents else NOT_MADE)
    outbox.queue(phone=phone, text=text, turn=turn, request_id=request_id, untold=untold)
    for one in documents:
        outbox.attach(
            phone=phone,
            document=one.uuid,
            name=file_name(one),
            turn=turn,
            request_id=request_id,
            untold=untold,
        )


aprepare = async_twin(prepare)
