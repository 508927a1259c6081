"""The addresses of a user: WhatsApp shows a number, a business-scoped id, or one beside the other.

Everything of a user is kept under one of them, the user's `phone`. Addresses that come with one message are
linked: from then on each of them leads to that phone. A user keeps the id as long as the number; the next
owner of the number has another id, so ids decide and the number moves (source: Meta, "Business-scoped user
IDs", and 360dialog, "Usernames & BSUID").
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import chain

from assistant.models import PressRelease
from sessions_app.db.sql import execute, fetch, with_list
from sessions_app.messages import opt_outs
from sessions_app.models import ConversationSession, InboundMessage, UserAddress

Addresses = tuple[str, ...]
"""Of one user, as a message names them: the sender's first."""

_TABLE = UserAddress._meta.db_table
# Plain SQL: webhooks wait for it. Scalar subqueries, because for a list PostgreSQL would prepare a scan of
# the whole table while the table is empty, and keep to it as the table grows.
PHONE = f"COALESCE((SELECT phone FROM {_TABLE} WHERE address = {{column}}), {{column}})"
"""The phone of the address in a `column`: the address itself, unless it is linked to another."""
_IS_KNOWN = " OR ".join(
    f"(SELECT 1 FROM {model._meta.db_table} WHERE phone = column1 LIMIT 1) = 1"
    for model in (InboundMessage, ConversationSession, PressRelease)
)
_LOOK_UP = f"""
    SELECT column1, (SELECT phone FROM {_TABLE} WHERE address = column1), CASE WHEN {_IS_KNOWN} THEN 1 END
    FROM {{column1}}
"""
_ADD = f"INSERT INTO {_TABLE} (address, phone) VALUES {{rows}} ON CONFLICT (address) DO NOTHING"
_MOVE = f"UPDATE {_TABLE} SET phone = %s WHERE address = %s AND phone = %s"


def phones_of(addresses: Iterable[str]) -> dict[str, str]:
    """Return the phone of each of `addresses`."""
    phone_of = {address: address for address in addresses}
    return phone_of | _look_up(list(phone_of))[0]


def all_of(phone: str) -> list[str]:
    """Return the addresses of the user whose phone that is, `phone` first."""
    others = UserAddress.objects.filter(phone=phone).exclude(address=phone).order_by("pk")
    return [phone, *others.values_list("address", flat=True)]


def link(users: Sequence[Addresses]) -> bool:
    """Link the addresses of each of `users`. Return False if they were linked, or a user has only one.

    By compare-and-set: what another process has linked meanwhile stays, and can be different. So this is to
    be repeated until it returns False. Raises `django.db.DatabaseError`.
    """
    linked, known = _look_up(sorted({address for user in users for address in user}))
    loose = [user for user in users if len({linked.get(address, address) for address in user}) > 1]
    if not loose:
        return False
    phones = dict(linked)
    for user in loose:
        phones |= dict.fromkeys(user, _phone(user, phones, known))
    opt_outs.spread([{*user, phones[user[0]]} for user in loose])
    for address in sorted(linked):
        if phones[address] != linked[address]:
            execute(_MOVE, [phones[address], address, linked[address]])
    if new := sorted(phones.items() - linked.items()):
        execute(_ADD.format(rows=", ".join(["(%s, %s)"] * len(new))), [*chain(*new)])
    return True


def _look_up(addresses: Sequence[str]) -> tuple[dict[str, str], set[str]]:
    """Return the phones of those of `addresses` that are linked, and those that something is kept under."""
    rows = fetch(*with_list(_LOOK_UP, [], addresses))
    linked = {str(address): str(phone) for address, phone, _ in rows if phone is not None}
    return linked, {str(address) for address, _, is_known in rows if is_known}


def _phone(user: Addresses, phones: Mapping[str, str], known: Container[str]) -> str:
    ids = [address for address in user if not address.startswith("+")]
    for address in ids:
        if address in phones:
            return phones[address]
    # A linked number has an id already. If that is none of these, the number has a new owner.
    candidates = ids if any(address in phones for address in user) else user
    return next((address for address in candidates if address in known), candidates[0])
