"""What digits mean: the newest reply that offers a choice says it, and otherwise the menu.

A digit, or the label beside it, becomes what it stands for once, when its message is claimed. A tap on a
button means the digit that it has as its payload, of the message that was tapped.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from assistant import facts, press_release, version_texts, versions
from assistant.interview import Reply
from assistant.models import ReleaseVersion
from sessions_app.conversations import attention, leases, untold
from sessions_app.db.batches import EPOCH
from sessions_app.messages import taps
from sessions_app.messages.keywords import MENU, choice_of, normal_form
from sessions_app.models import InboundMessage, OutboundMessage, SessionChange
from sessions_app.sessions import backend
from sessions_app.turns import erasing, language_texts, release_texts
from sessions_app.turns.recap import NEVER_SEEN
from sessions_app.turns.turn import Turn

Kind = InboundMessage.Kind

SAY = "say"
"""The action of a choice that is a sentence of the user: its label, or what stands behind the word."""
OLD = "old"
"""The action of a tap on a button of which nothing can come any more."""

WHAT_TO_CHANGE = gettext_noop(
    "What should I change? Please tell me the new words, or what should be different."
)
OUT_OF_DATE = gettext_noop("That is not the newest version any more. This is how it is now:")
OLD_BUTTON = gettext_noop(
    "That button belongs to an earlier message, so I have changed nothing. Please answer my last message, or "
    "send *menu* to begin another press release."
)
ANOTHER = gettext_noop(
    "That is a version of another press release, so I have changed nothing. Send */drafts* to go on with "
    "that one."
)
NOT_READ_YET = gettext_noop(
    "I have not read all that you wrote before. I will answer that first: please approve the text after it."
)
NOT_THERE = gettext_noop("That press release is not there any more. Send */drafts* to see those that are.")
_CHANGES_NOTHING = {OLD: OLD_BUTTON, erasing.KEEP: erasing.KEPT}
REPLIES_LOOKED_AT = 20
_UNSEEN = (*NEVER_SEEN, OutboundMessage.State.QUEUED)


@dataclass(frozen=True, kw_only=True)
class _Chosen:
    label: str
    action: str
    reply: OutboundMessage
    """The message that offers it."""


def resolve(messages: Iterable[InboundMessage]) -> None:
    """Note what those of `messages` mean that are a lone digit, a label or a tap, and change their kind."""
    for message in messages:
        is_new = message.turn is None and "means" not in message.details
        if is_new and message.is_choice and message.kind == Kind.TEXT:
            message.kind, means, action = _meaning(message)
            message.details |= {"means": means, **({"action": action} if action else {})}
            message.save(update_fields=["kind", "details"])


def _meaning(message: InboundMessage) -> tuple[InboundMessage.Kind, str, str]:
    """Return the kind of `message`, what it says in words, and what it does, "" for nothing."""
    digit = taps.digit_of(message) or choice_of(message.body)
    chosen = _chosen(message, digit, quoted_sid=message.details.get("quoted_sid", ""))
    is_erasing = chosen is not None and chosen.action in (erasing.ERASE, erasing.KEEP)
    if (taps.is_tap(message) or is_erasing) and _is_over(message, digit, chosen):
        return Kind.CHOICE, message.body, OLD
    if chosen is None:
        is_menu = digit in MENU and not facts.gathered(message.phone).announcement_type
        return Kind.TEXT, MENU[digit] if is_menu else message.body, ""
    verb, _, sentence = chosen.action.partition(" ")
    if verb == SAY:
        return Kind.TEXT, sentence or chosen.label, ""
    return Kind.RESET if verb == "menu" else Kind.CHOICE, chosen.label, chosen.action


def _chosen(message: InboundMessage, digit: str, *, quoted_sid: str) -> _Chosen | None:
    reply = _offering(message, quoted_sid=quoted_sid)
    if reply is None:
        return None
    is_label = not taps.digit_of(message)
    for number, (label, action) in enumerate(reply.choices, start=1):
        if digit == str(number) or (is_label and normal_form(message.body) == normal_form(label)):
            return _Chosen(label=label, action=action, reply=reply)
    return None


def _offering(message: InboundMessage, *, quoted_sid: str) -> OutboundMessage | None:
    """Return the reply with choices that `message` quotes, else the newest that its user may have seen.

    Fixed texts without any do not count, nor do documents, nor a list of languages or the question whether to
    erase everything that is not the newest.
    What was offered before the last reset is over, even where the menu comes after `message`.
    """
    seen = OutboundMessage.objects.filter(phone=message.phone).exclude(state__in=_UNSEEN)
    if quoted_sid:
        seen = seen.filter(turn__in=seen.exclude(sid="").filter(sid=quoted_sid).values("turn"))
    else:
        seen = seen.filter(attempted_at__lte=message.received_at, created_at__gte=_last_reset(message))
    for place, reply in enumerate(seen.order_by("-pk")[:REPLIES_LOOKED_AT]):
        if place and (language_texts.is_list(reply.choices) or erasing.is_question(reply.choices)):
            continue
        is_fixed = reply.untold or reply.document is not None
        if reply.choices or not is_fixed or reply.author == OutboundMessage.Author.OPERATOR:
            return reply
    return None


def _is_over(message: InboundMessage, digit: str, chosen: _Chosen | None) -> bool:
    """Return True if nothing comes of the tap: its button is of no message that we know, or its time is over.

    What was offered of a version, a language or a person can be done whenever it is tapped. The answer to the
    question whether to erase everything counts only while that is the last thing that we have sent.
    """
    quoted_sid = message.details.get("quoted_sid")
    if not quoted_sid:
        return False
    if chosen is None:  # a template that somebody has made at Twilio may have buttons of its own
        ours = OutboundMessage.objects.exclude(sid="").filter(sid=quoted_sid, phone=message.phone)
        return bool(taps.digit_of(message)) or ours.exists()
    verb, _, sentence = chosen.action.partition(" ")
    if verb not in (SAY, "menu", erasing.ERASE, erasing.KEEP):
        return False
    if sentence:
        is_old = chosen.reply.created_at < _last_reset(message)
        return is_old or bool(facts.gathered(message.phone).announcement_type)
    newest = _offering(message, quoted_sid="")
    return newest is None or newest.pk != chosen.reply.pk


def _last_reset(message: InboundMessage) -> datetime:
    resets = InboundMessage.objects.filter(phone=message.phone, kind=Kind.RESET, pk__lt=message.pk)
    return resets.order_by("-pk").values_list("received_at", flat=True).first() or EPOCH


def carry_out(turn: Turn) -> Reply:
    """Do what the choices of `turn` stand for, each once; again changes nothing. Raises `LeaseLost`."""
    chosen = {str(message.details["action"]): message for message in turn.messages}
    if erasing.KEEP in chosen:  # who wants both, keeps it
        chosen.pop(erasing.ERASE, None)
    with transaction.atomic():
        leases.verify(turn.lease)
        replies = [_carry_out(message, token=turn.token) for message in chosen.values()]
    approved = max(reply.approved for reply in replies)
    return replace(replies[-1], text="\n\n".join(reply.text for reply in replies), approved=approved)


def _carry_out(message: InboundMessage, *, token: UUID) -> Reply:
    phone = message.phone
    action, _, which = str(message.details["action"]).partition(" ")
    if action == "person":
        attention.request_person(phone, reason="The user asks for a person.")
        return Reply(text=gettext(version_texts.PERSON_ASKED))
    if action in _CHANGES_NOTHING:
        return Reply(text=gettext(_CHANGES_NOTHING[action]))
    if action == language_texts.ACTION:
        return language_texts.choose(phone, which)
    if action == "draft":
        return _take_up(message, release_id=int(which))
    if action == "older":
        return release_texts.drafts(phone, skip=int(which))
    version = ReleaseVersion.objects.filter(pk=int(which), release__phone=phone).first()
    release = press_release.current(phone)
    if version is not None and version.release != release:
        return Reply(text=gettext(ANOTHER))
    if version is not None and action == "change" and version == versions.latest(release):
        return Reply(text=gettext(WHAT_TO_CHANGE))
    if action == "approve" and _is_held_before(message):
        return Reply(text=gettext(NOT_READ_YET))
    if version is None or action == "change" or not versions.approve(version, words=message.body):
        return _newest(phone, token=token)
    return Reply(text=version_texts.approved_text(version), approved=version.pk)


def _is_held_before(message: InboundMessage) -> bool:
    """Return True if something of before `message` waits for the limits of its phone: maybe a correction."""
    held = InboundMessage.objects.filter(phone=message.phone, state=InboundMessage.State.HELD)
    return held.filter(pk__lt=message.pk).exists()


def _newest(phone: str, *, token: UUID) -> Reply:
    """Return what there is instead of a version that is out of date."""
    try:
        version = versions.write_version(press_release.current(phone))
    except (versions.IncompleteRelease, versions.TooManyVersions):
        return Reply(text=f"{gettext(OUT_OF_DATE)} {release_texts.status_of(phone)}")
    versions.mark_seen(version, turn=token)
    return Reply(
        text=f"{gettext(OUT_OF_DATE)}\n\n{version_texts.in_full(version)}",
        choices=version_texts.choices(version),
    )


def _take_up(message: InboundMessage, *, release_id: int) -> Reply:
    """Go on with another release in a new thread, which knows nothing of the one before."""
    phone = message.phone
    release = press_release.take_up(phone=phone, release_id=release_id)
    if release is None:
        return Reply(text=gettext(NOT_THERE))
    store = backend.store()
    store.end(phone, reason=SessionChange.Reason.RESET, ended_at=message.received_at)
    untold.delivered(phone)
    return Reply(text=release_texts.taken_up(release))
