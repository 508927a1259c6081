"""What is kept only for other rows of a user goes after them: addresses, the language, the page and notes."""

from django.db import transaction

from assistant.models import ModelCall, PressRelease
from sessions_app.db.batches import repeat_until_empty
from sessions_app.models import (
    BlockedPhone,
    ChatLanguage,
    Conversation,
    ConversationSession,
    InboundMessage,
    OutboundMessage,
    Person,
    UserAddress,
)
from sessions_app.sessions import backend

BATCH_SIZE = 500
_REST = (
    ConversationSession,
    Conversation,
    InboundMessage,
    OutboundMessage,
    PressRelease,
    ModelCall,
    BlockedPhone,
)
"""What a user comes back to, or is known by; each can be searched by its phone."""


def erase() -> int:
    """Erase the addresses, languages and pages of users of whom nothing else is left; return how many rows.

    In legacy mode all stay: who has a session is not in a table there.
    """
    if not backend.in_database():
        return 0
    return sum(_erase(model) for model in (ChatLanguage, UserAddress, Person))


def _erase(model: type[ChatLanguage | UserAddress | Person]) -> int:
    gone, last = 0, 0

    def take() -> int:
        nonlocal gone, last
        rows = dict(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "phone")[:BATCH_SIZE])
        known = _known(set(rows.values()))
        with transaction.atomic():
            due = model.objects.filter(pk__in=[pk for pk in rows if rows[pk] not in known])
            list(due.select_for_update().order_by("pk").values_list("pk"))  # a note may be being written
            deleted, _ = due.delete()
        gone, last = gone + deleted, max(rows, default=last)
        return len(rows)

    repeat_until_empty(take, batch_size=BATCH_SIZE)
    return gone


def _known(phones: set[str]) -> set[str]:
    """Return those of `phones` of which something else is left."""
    known: set[str] = set()
    for model in _REST:
        rows = model._base_manager.filter(phone__in=phones - known).order_by()
        known |= set(rows.values_list("phone", flat=True).distinct())
    return known
