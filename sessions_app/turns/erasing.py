"""The user's own words “delete my data”: asked once, then everything is erased and one last message says so.

The answer counts only while the question is the last thing that we have sent. During a takeover the words and
the answer are held, as all else is.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from assistant import version_texts
from assistant.interview import Choice, Reply
from sessions_app.conversations import leases
from sessions_app.data_registry import TRANSCRIPTS
from sessions_app.db.thread_pool import async_twin
from sessions_app.erasure import forgetting
from sessions_app.messages import outbox
from sessions_app.models import EndedSession, ErasureReceipt, InboundMessage
from sessions_app.turns.turn import Turn

ERASE, KEEP = "erase", "keep"
"""The actions of the two choices."""
LABELS = {ERASE: gettext_noop("Delete everything"), KEEP: gettext_noop("Keep everything")}

QUESTION = gettext_noop(
    "Shall I delete all that I have of you? That is this conversation and all your press releases, also "
    "approved ones. The copies at Twilio and OpenAI are deleted too. This cannot be undone."
)
KEPT = gettext_noop("I have deleted nothing: everything is as it was.")
ERASED = gettext_noop(
    "All that I had of you is deleted: this conversation and all your press releases. The copies at Twilio "
    "and OpenAI are being deleted, and soon my copy of this message too. The number of this deletion is "
    "{number}. If you write to me again, we begin anew."
)


def labels() -> list[str]:
    return [gettext(label) for label in LABELS.values()]


def question() -> Reply:
    """Return the question whether to erase everything."""
    choices = [Choice(label=gettext(label), action=action) for action, label in LABELS.items()]
    return Reply(text=f"{gettext(QUESTION)}\n\n{version_texts.as_list(choices)}", choices=choices)


def is_question(choices: Sequence[Sequence[str]]) -> bool:
    """Return True if the labels and actions `choices` are those of the question."""
    return any(action == ERASE for _, action in choices)


def is_wanted(turn: Turn) -> bool:
    """Return True if `turn` wants everything to be erased, and nothing else."""
    actions = {message.details.get("action") for message in turn.messages}
    return turn.kind == InboundMessage.Kind.CHOICE and ERASE in actions and KEEP not in actions


def erase(turn: Turn) -> None:
    """Erase everything of the user of `turn`, the turn too, and say so. Raises `LeaseLost`.

    What is said has no transcript to stay in: it goes as soon as it was delivered.
    """
    newest = turn.messages[-1]
    phone = newest.address or newest.phone  # nothing is known of others any more
    forgetting.add_up()
    with turn.transaction():
        forgetting.lock_first()
        leases.verify(turn.lease)
        receipt = forgetting.forget_at_once(turn.lease.phone, by=ErasureReceipt.By.USER)
        text = gettext(ERASED).format(number=receipt.number)
        outbox.queue(phone=phone, text=text, request_id=turn.request_id)
        sent_before = timezone.now() + timedelta(microseconds=1)
        EndedSession.objects.create(phone=phone, ended_at=TRANSCRIPTS.cutoff(), replies_until=sent_before)


aerase = async_twin(erase)
