"""The inbox: one statement stores the messages that arrived, each once, however often it is sent."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property, partial
from uuid import UUID

import structlog
from django.db.models import Min, Q
from django.utils import timezone

from sessions_app.db.reconnect import retry_on_new_connection
from sessions_app.db.sql import Value, fetch, is_sqlite
from sessions_app.messages import emptied, user_addresses
from sessions_app.messages.keywords import classify, is_choice
from sessions_app.models import InboundMessage
from sessions_app.privacy import pseudonym

log = structlog.get_logger(__name__)

# Plain SQL, for the doorstep's sake: one round trip, no transaction around it. `state` has a
# database default. tests/messages/test_inbox.py holds it to the model. Stores nothing if an address
# beside an id is not linked yet, unless the first parameter after the rows is true.
# A message that was emptied has the hash of its SID (column11). PostgreSQL looks for the SID too: ON CONFLICT
# waits for a row that is being emptied at the moment, and would take a replay for new then.
_SENDER, _ID, _PARENT = (user_addresses.PHONE.format(column=f"column{number}") for number in (2, 3, 4))
_KNOWN = f"(SELECT 1 FROM {InboundMessage._meta.db_table} WHERE message_sid = {{column}})"
_NOT_BEING_EMPTIED = f"AND {_KNOWN.format(column='column1')} IS NULL"
_INSERT = f"""
    INSERT INTO {InboundMessage._meta.db_table}
    (message_sid, phone, address, body, media, details, kind, received_at, is_choice, request_id)
    WITH arrived AS MATERIALIZED (
        SELECT sent.*, {_SENDER} AS of_sender, {_ID} AS of_id, {_PARENT} AS of_parent
        FROM (VALUES {{rows}}) sent
    )
    SELECT column1, phone, CASE WHEN phone = column2 THEN '' ELSE column2 END,
        column5, column6{{json}}, column7{{json}}, column8, column9, column10, column12{{uuid}}
    FROM (SELECT arrived.*, COALESCE(of_id, of_parent, of_sender, column2) AS phone FROM arrived) theirs
    WHERE (%s OR NOT EXISTS (
        SELECT 1 FROM arrived WHERE column3 IS NOT NULL
        AND (of_sender IS NULL OR of_id IS NULL OR (of_parent IS NULL AND column4 IS NOT NULL))
    ))
    AND {_KNOWN.format(column="column11")} IS NULL {{beside}}
    ON CONFLICT (message_sid) DO NOTHING
    RETURNING message_sid
"""
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A message as it arrived.

    `phone` is the address that it came from, `ids` are others of its user (business-scoped ids).
    `media` are dicts of `url` and `content_type`, or of a location: `latitude`, `longitude` and, if it has
    them, `label` and `address`. `details` may have `quoted_sid`, `profile_name`, `button` (the label that was
    tapped) and `button_payload`.
    """

    message_sid: str
    phone: str
    body: str
    ids: Sequence[str] = ()
    media: Sequence[dict[str, str]] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    received_at: datetime = field(default_factory=timezone.now)
    event: str = ""
    """One of `InboundMessage.EVENTS`, blank for a message; see `conversations.events`."""
    opt: str = ""
    """`Kind.OPT_OUT` or `OPT_IN` if Twilio's Advanced Opt-Out says so; blank otherwise."""
    request_id: UUID | None = None
    """The webhook's request."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the addresses of its user, the one that it came from first."""
        return tuple(dict.fromkeys((self.phone, *self.ids)))

    @cached_property
    def kind(self) -> str:
        """Return what it is, a value of `InboundMessage.Kind`."""
        kind = self.event or self.opt or classify(body=self.body)
        # What was sent can be put into words for the model.
        is_text = bool(self.media) and kind == InboundMessage.Kind.NO_TEXT
        return InboundMessage.Kind(InboundMessage.Kind.TEXT if is_text else kind).value

    def log(self, event: str) -> None:
        """Log what became of it."""
        user, request_id = pseudonym(self.phone), str(self.request_id or "")
        log.info(event, sid=self.message_sid, user=user, kind=self.kind, request_id=request_id)


def receive(messages: Sequence[Incoming]) -> list[bool]:
    """Store `messages` in their order and return whether each is new; a repeated SID is absorbed.

    When this returns, they are stored and will be answered: `turns` finds them by itself. All are
    stored or none. NUL, which PostgreSQL's text cannot hold, becomes U+FFFD. Raises
    `django.db.DatabaseError`.
    """
    return retry_on_new_connection(partial(_store, messages))


def _store(messages: Sequence[Incoming]) -> list[bool]:
    stored = _insert(messages, only_linked=True)
    if len(stored) < len(messages):
        # A repeat links nothing: its user may have been forgotten.
        known = emptied.known(message.message_sid for message in messages)
        user_addresses.link(message.addresses for message in messages if message.message_sid not in known)
        stored |= _insert(messages, only_linked=False)
    new = []
    for message in messages:
        new.append(message.message_sid in stored)
        stored.discard(message.message_sid)  # the same SID once more among `messages` is a repeat
        message.log("message_received" if new[-1] else "repeat_absorbed")
    return new


def _insert(messages: Sequence[Incoming], *, only_linked: bool) -> set[str]:
    values = [value for message in messages for value in _row(message)]
    return {str(sid) for (sid,) in fetch(_statement(len(messages)), [*values, not only_linked])}


@cache  # there are few messages at once
def _statement(messages: int) -> str:
    json_, uuid, beside = ("", "", "") if is_sqlite() else ("::jsonb", "::uuid", _NOT_BEING_EMPTIED)
    return _INSERT.format(rows=", ".join([_ROW] * messages), json=json_, uuid=uuid, beside=beside)


def storable(text: str) -> str:
    """Return `text` with U+FFFD for NUL, which PostgreSQL cannot hold."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _row(message: Incoming) -> list[Value]:
    id_, parent, *_ = [*user_addresses.ids_of(message.addresses), None, None]
    return [
        message.message_sid,
        message.phone,
        id_,
        parent,
        storable(message.body),
        _storable_json(list(message.media)),
        _storable_json(dict(message.details)),
        message.kind,
        message.received_at,
        # A caption belongs to its picture: a choice is carried out without a look at that.
        (is_choice(message.body) and not message.media) or "button_payload" in message.details,
        emptied.sid_hash(message.message_sid),
        message.request_id,
    ]


def _storable_json(value: object) -> str:
    return json.dumps(value).replace("\\u0000", "\\ufffd")


def waiting_since(phone: str) -> datetime | None:
    """Return when the first message of `phone` that waits or is held was received; None where none is."""
    return _waiting_since(Q(phone=phone)).get(phone)


def all_waiting_since() -> dict[str, datetime]:
    """Return the same for every phone of which a message waits or is held."""
    return _waiting_since(Q())


def _waiting_since(which: Q) -> dict[str, datetime]:
    since: dict[str, datetime] = {}
    for state in (InboundMessage.State.RECEIVED, InboundMessage.State.HELD):  # an index each
        waiting = InboundMessage.objects.filter(which, state=state).values_list("phone")
        for phone, at in waiting.annotate(Min("received_at")).order_by():
            since[phone] = min(at, since.get(phone, at))
    return since
