"""The outbox: what we owe a user, as rows, before Twilio hears of it."""

import json
import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from assistant.bidi import isolated
from sessions_app.db.sql import Value, execute, is_sqlite
from sessions_app.messages import buttons
from sessions_app.messages.parts import split
from sessions_app.models import InboundMessage, OutboundMessage

LOOK_BACK = timedelta(minutes=1)
"""How long before its time a look-up begins: clocks differ, and Twilio's times have whole seconds."""

# Plain SQL: each reply pays for it. It goes to where the newest message came from.
_INSERT = f"""
    INSERT INTO {OutboundMessage._meta.db_table}
    (uuid, phone, address, body, part, parts, author, operator, turn, request_id, untold,
    choices, state, sid, attempts, error_code, created_at)
    VALUES {{rows}}
"""
_ROW = f"""(%s, %s, COALESCE(
    (SELECT address FROM {InboundMessage._meta.db_table} WHERE phone = %s ORDER BY id DESC LIMIT 1), ''
    ), %s, %s, %s, %s, %s, %s, %s, %s, %s{{json}}, 'queued', '', 0, '', %s)"""


def simulated() -> bool:
    """Return True if messages go to the simulator page: only in development without Twilio's credentials."""
    return bool(settings.DEBUG and not settings.TWILIO_ACCOUNT_SID and not settings.TWILIO_WHATSAPP_FROM)


def takes_documents() -> bool:
    """Return True if documents can be attached: Twilio fetches them by https only."""
    return simulated() or bool(settings.PUBLIC_URL.startswith("https://"))


def queue(
    *,
    phone: str,
    text: str,
    turn: uuid.UUID | None = None,
    request_id: uuid.UUID | None = None,
    operator: str = "",
    reply_id: uuid.UUID | None = None,
    untold: bool = False,
    choices: Iterable[tuple[str, str]] = (),
) -> None:
    """Queue `text` for `phone` in as many parts as it needs: the reply of a `turn`, or of an `operator`.

    Hebrew lines that no operator wrote get the marks that make them read right (`bidi`).

    `choices` are the label and the action of each digit that `text` offers at its end; see `turns.choices`.
    If Twilio has buttons for them, they are a part of their own.
    `request_id` is the one of the newest message that `text` answers.
    `untold` is True for what the model did not write; see `conversations.untold`.

    `reply_id` becomes the UUID of the first part, so that one id is queued once (`IntegrityError`).

    Rows of one phone are sent in the order of their ids, so the caller's transaction must hold
    the lock on the phone's conversation (`leases.verify`, `release` or `revoke`).
    """
    text = text if operator else isolated(text)
    choices = list(choices)
    menu = buttons.menu_of(text) if choices else None
    parts = [*split(menu.before), menu.body] if menu else split(text)
    rows = ", ".join([_ROW.format(json="" if is_sqlite() else "::jsonb")] * len(parts))
    offered = json.dumps(choices)
    # The clock that also says until when an ended session was heard (`EndedSession.replies_until`).
    now = timezone.now()
    author = OutboundMessage.Author.OPERATOR if operator else OutboundMessage.Author.BOT
    values: list[Value] = []
    for number, body in enumerate(parts, start=1):
        name = reply_id if reply_id and number == 1 else uuid.uuid4()
        values += [name, phone, phone, body, number, len(parts), author.value, operator, turn]
        values += [request_id, untold, offered if number == len(parts) else "[]", now]
    execute(_INSERT.format(rows=rows), values)
    if menu:
        OutboundMessage.objects.filter(uuid=name).update(
            content_sid=menu.content_sid, content_variables=menu.variables
        )


def attach(
    *,
    phone: str,
    document: uuid.UUID,
    name: str,
    turn: uuid.UUID | None = None,
    request_id: uuid.UUID | None = None,
    untold: bool = False,
    is_second_try: bool = False,
) -> None:
    """Queue the stored `document` for `phone` as an attachment called `name`; see `queue`.

    Its text is its name: Twilio shows none beside a document, and tells it when a send is looked up.
    """
    received = InboundMessage.objects.filter(phone=phone).order_by("-pk")
    OutboundMessage.objects.create(
        phone=phone,
        address=received.values_list("address", flat=True).first() or "",
        body=name,
        document=document,
        is_second_try=is_second_try,
        turn=turn,
        request_id=request_id,
        untold=untold,
        created_at=timezone.now(),
    )


def was_attached(*, phone: str, documents: Collection[uuid.UUID]) -> bool:
    """Return True if one of `documents` was queued for `phone` and not cancelled."""
    kept = OutboundMessage.objects.exclude(state=OutboundMessage.State.CANCELLED)
    return kept.filter(phone=phone, document__in=documents).exists()


def has(*, phone: str, texts: Collection[str], since: datetime) -> bool:
    """Return True if one of `texts`, of one part, was queued for `phone` since then and not cancelled."""
    kept = OutboundMessage.objects.exclude(state=OutboundMessage.State.CANCELLED)
    return kept.filter(
        phone=phone, body__in=[isolated(text) for text in texts], created_at__gte=since - LOOK_BACK
    ).exists()


def first_untold(*, phone: str, texts: Collection[str]) -> datetime | None:
    """Return when the first of `texts` was queued for `phone` that the thread has not been told of."""
    untold = OutboundMessage.objects.filter(
        phone=phone, untold=True, body__in=[isolated(text) for text in texts]
    )
    return untold.order_by("pk").values_list("created_at", flat=True).first()


def parts_of(reply_id: uuid.UUID) -> list[str]:
    """Return the parts of the reply that was queued with this id, whatever became of it; none if none was."""
    first = OutboundMessage.objects.filter(uuid=reply_id).values("phone", "turn").first()
    if first is None:
        return []
    return list(OutboundMessage.objects.filter(**first).order_by("pk").values_list("body", flat=True))


def cancel_unsent(*, phone: str) -> int:
    """Cancel what is queued for `phone` and not yet at Twilio; return how many parts that were."""
    return OutboundMessage.objects.filter(phone=phone, state=OutboundMessage.State.QUEUED).update(
        state=OutboundMessage.State.CANCELLED
    )
