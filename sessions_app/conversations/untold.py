"""What users saw that is not in the thread: replies that the bot did not write.

Operators write them, or they are fixed texts. Each such row is `untold`, and `Conversation.recap_from`
says that there are some, until a turn has delivered its recap (`turns.recap`). The caller's transaction
holds the lock on the phone's conversation.
"""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from sessions_app.models import Conversation, OutboundMessage


def note(phone: str, *, since: datetime | None = None) -> None:
    """Record that there is something the thread has to be told: replies, and what was received `since`."""
    since = since or timezone.now()
    later = Q(recap_from=None) | Q(recap_from__gt=since)
    Conversation.objects.filter(later, phone=phone).update(recap_from=since)


def delivered(phone: str) -> None:
    """Record that the thread knows now all that was said, or will never be told."""
    Conversation.objects.filter(phone=phone).update(recap_from=None)
    OutboundMessage.objects.filter(phone=phone, untold=True).update(untold=False)


def overtaken(phone: str, *, turns: Collection[uuid.UUID | None]) -> None:
    """Record that the replies to `turns` need no telling: they are about to get another reply."""
    OutboundMessage.objects.filter(phone=phone, turn__in=turns, untold=True).update(untold=False)
