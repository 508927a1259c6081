"""The addresses of a user: WhatsApp shows a number, a business-scoped id, or one beside the other.

Everything of a user is kept under one of them, the user's `phone`. Addresses that come with one message are
linked to that phone, for good. If a message has an id, the id decides: it belongs to one person, while a
number can get another owner, who has another id. (Source: Meta, "Business-scoped user IDs", and 360dialog,
"Usernames & BSUID".)
"""

from collections.abc import Iterable, Mapping, Sequence

from assistant.models import PressRelease
from sessions_app.db.sql import execute, fetch, with_list
from sessions_app.messages import blocks, opt_outs
from sessions_app.models import ConversationSession, InboundMessage, UserAddress

Addresses = tuple[str, ...]
"""Of one user, as a message names them: the sender's first."""

_TABLE = UserAddress._meta.db_table
# Plain SQL: webhooks wait for it. Scalar subqueries, because for a list PostgreSQL would prepare a scan of
# the whole table while the table is empty, and keep to it as the table grows.
PHONE = f"(SELECT phone FROM {_TABLE} WHERE address = {{column}})"
"""The phone that the address in a `column` is linked to, or NULL."""
_PHONE = PHONE.format(column="column1")
_KEPT = " + ".join(
    f"COALESCE((SELECT 1 FROM {model._meta.db_table} WHERE phone = column1 LIMIT 1), 0)"
    for model in (ConversationSession, PressRelease, InboundMessage)
)
_LOOK_UP = f"SELECT column1, {_PHONE}, CASE WHEN {_PHONE} IS NULL THEN {_KEPT} END FROM {{column1}}"
_PARENT = ".ENT."
"""In an id that a person has at all businesses of one owner, beside the one at each."""
_ADD = f"""
    INSERT INTO {_TABLE} (address, phone)
    SELECT column1, COALESCE({PHONE.format(column="column2")}, column3)
    FROM (VALUES {{rows}}) added
    WHERE NOT column4 OR EXISTS (SELECT 1 FROM {_TABLE} WHERE phone = column3)
    ON CONFLICT (address) DO NOTHING
"""
"""Of who was forgotten since the look-up, nothing comes back: see `erasure.forgetting`."""


def phones_of(users: Sequence[Addresses]) -> list[str]:
    """Return the phone of each of `users`: an id's, the sender's, or the sender's address itself."""
    linked, _ = _look_up(list({address: None for user in users for address in user}))
    deciding = (next((one for one in (*ids_of(user), user[0]) if one in linked), user[0]) for user in users)
    return [linked.get(address, address) for address in deciding]


def phone_of(address: str) -> str:
    """Return the phone of the user who has `address`."""
    return phones_of([(address,)])[0]


def all_of(phone: str) -> list[str]:
    """Return the addresses of the user of `phone`, which comes first."""
    phones = {phone, phone_of(phone)}
    linked = UserAddress.objects.filter(phone__in=phones).order_by("pk").values_list("address", flat=True)
    return list(dict.fromkeys([phone, *phones, *linked]))


def ids_of(user: Iterable[str]) -> list[str]:
    """Return the business-scoped ids among the addresses of a user."""
    return [address for address in user if not address.startswith("+")]


def link(users: Iterable[Addresses]) -> None:
    """Link those addresses of each of `users` that are not linked yet. A number alone needs no link.

    If other processes link the same addresses at the same moment, what is there first stays. The first id
    is added before the rest, which goes where the id leads. Nothing is added to a user who was forgotten
    meanwhile: the next message links what it names. Raises `django.db.DatabaseError`.
    """
    users = list(dict.fromkeys(user for user in users if ids_of(user)))
    if not users:
        return
    linked, kept = _look_up(list({address: None for user in users for address in user}))
    stored = set(linked.values())
    first: list[tuple[str, str, str, bool]] = []
    rest: list[tuple[str, str, str, bool]] = []
    for user in users:
        new = [address for address in user if address not in linked]
        if new:
            id_, phone = ids_of(user)[0], _phone(user, linked, kept)
            opt_outs.spread({*new, phone})
            blocks.spread({*new, phone})
            linked |= dict.fromkeys(new, phone)
            for address in new:
                is_of_before = phone in stored and phone not in user
                (first if address == id_ else rest).append((address, id_, phone, is_of_before))
    for rows in (first, rest):
        if rows:
            values = [value for row in sorted(rows) for value in row]
            execute(_ADD.format(rows=", ".join(["(%s, %s, %s, %s)"] * len(rows))), values)


def _look_up(addresses: Sequence[str]) -> tuple[dict[str, str], dict[str, int]]:
    """Return the phone of each of `addresses` that is linked, and how much is kept under each other one."""
    rows = fetch(*with_list(_LOOK_UP, [], addresses))
    linked = {str(address): str(phone) for address, phone, _ in rows if phone is not None}
    return linked, {str(address): int(str(kept)) for address, _, kept in rows if kept is not None}


def _phone(user: Addresses, linked: Mapping[str, str], kept: Mapping[str, int]) -> str:
    """Return the phone for the new addresses of `user`."""
    ids = ids_of(user)
    for id_ in ids:
        if id_ in linked:
            return linked[id_]
    candidates: Sequence[str] = user
    if number := linked.get(user[0]):
        if not _has_other_owner(number, ids, linked):
            return number
        candidates = ids
    return max(candidates, key=lambda address: kept.get(address, 0))


def _has_other_owner(phone: str, ids: Iterable[str], linked: Mapping[str, str]) -> bool:
    """Return True if the user of `phone` has other ids than these, of the same kind."""
    stored = UserAddress.objects.filter(phone=phone).values_list("address", flat=True)
    theirs = [*stored, *(address for address in linked if linked[address] == phone)]
    kinds = {_PARENT in id_ for id_ in ids_of(theirs)}
    return any((_PARENT in id_) in kinds for id_ in ids)
