"""The messages that users quote: WhatsApp's "reply" to one message.

Twilio names the quoted message by its SID (`OriginalRepliedMessageSid`). It is looked up among those of
the same phone only. One that is not found was erased, or is not ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import regex

from assistant.invisible import is_blank
from sessions_app.messages import attachments, heard
from sessions_app.models import InboundMessage, OutboundMessage

MAX_QUOTE = 300
"""Characters of a quoted message."""


@dataclass(frozen=True, kw_only=True)
class Quote:
    by_user: bool
    text: str
    """In one line, at most `MAX_QUOTE` characters; what was attached is named in square brackets."""


def quoted_by(messages: Iterable[InboundMessage]) -> dict[str, dict[str, Quote]]:
    """Return what `messages` quote, by phone and SID. Costs nothing if none of them quotes."""
    sids = {(one.phone, one.details["quoted_sid"]) for one in messages if one.details.get("quoted_sid")}
    found: dict[str, dict[str, Quote]] = {}
    if not sids:
        return found
    phones, names = {phone for phone, _ in sids}, {sid for _, sid in sids}
    # The exclusion belongs to the index `outbound_sid`.
    sent = OutboundMessage.objects.exclude(sid="").filter(sid__in=names, phone__in=phones)
    received = InboundMessage.objects.filter(message_sid__in=names, phone__in=phones)
    rows = [(*row, False) for row in sent.values_list("phone", "sid", "body")]
    rows += [(one.phone, one.message_sid, _with_attachments(one), True) for one in received]
    for phone, sid, words, by_user in rows:
        text = " ".join(words.split())
        if (phone, sid) in sids and not is_blank(text):
            found.setdefault(phone, {})[sid] = Quote(by_user=by_user, text=_shortened(text))
    return found


def _with_attachments(message: InboundMessage) -> str:
    attached = [f"a place: {place}" for place in attachments.places(message.media)]
    attached += filter(None, [attachments.files(message.media)])
    heard_in_it = [entry["text"] for entry in heard.texts(message)]
    return " ".join([message.body, *(f"[{words}]" for words in attached), *heard_in_it])


def _shortened(text: str) -> str:
    if len(text) <= MAX_QUOTE:
        return text
    graphemes = regex.findall(r"\X", text[:MAX_QUOTE])  # the last may be cut
    return f"{''.join(graphemes[:-1])}…"
