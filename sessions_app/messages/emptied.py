"""Messages of which nothing is left but when they came and a hash of their SID, which absorbs replays."""

import hashlib
from collections.abc import Iterable

from django.db.models import QuerySet

from sessions_app.data_registry import TABLES
from sessions_app.db.sql import fetch, is_sqlite
from sessions_app.models import InboundMessage

BATCH_SIZE = 200
_THERE = f"SELECT id FROM {InboundMessage._meta.db_table} WHERE id = %s AND phone = %s"
_SID = "message_sid"
_TEXTS = TABLES[InboundMessage._meta.label].texts.keys() - {_SID}
_BLANK = {one.name: one.get_default() for one in InboundMessage._meta.local_fields if one.name in _TEXTS}


def sid_hash(message_sid: str) -> str:
    """Return what an emptied message has instead of its SID: 64 hex digits, of which a SID has 32.

    Without a key: a SID is 128 random bits, which nobody can try out.
    """
    return hashlib.sha256(message_sid.encode()).hexdigest()


def known(message_sids: Iterable[str]) -> set[str]:
    """Return those of `message_sids` of which a message is stored, emptied or not."""
    sids = {sid_hash(sid): sid for sid in message_sids}
    stored = InboundMessage.objects.filter(message_sid__in=[*sids, *sids.values()])
    return {sids.get(found, found) for found in stored.values_list(_SID, flat=True)}


def is_emptied(message: InboundMessage) -> bool:
    """Return True if `message` is; if it is not, it stays so until the transaction around this ends."""
    # The one lock for which no turn has to wait.
    lock = "" if is_sqlite() else " FOR KEY SHARE"
    return not fetch(_THERE + lock, [message.pk, message.phone])


def empty(messages: QuerySet[InboundMessage]) -> None:
    """Take everything out of `messages`, inside the caller's transaction."""
    rows = [InboundMessage(pk=pk, message_sid=sid_hash(sid)) for pk, sid in messages.values_list("pk", _SID)]
    messages.update(**_BLANK)
    InboundMessage.objects.bulk_update(rows, [_SID], batch_size=BATCH_SIZE)
