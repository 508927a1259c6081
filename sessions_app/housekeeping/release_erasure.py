"""Press releases that nobody has touched for long are erased, with all that belongs to them."""

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from assistant.models import Fact, ModelCall, PressRelease, ReleaseVersion
from sessions_app.data_registry import RELEASES
from sessions_app.db.batches import repeat_until_empty
from sessions_app.models import ConversationSession, InboundMessage
from sessions_app.sessions import backend

BATCH_SIZE = 100
_UNANSWERED = [InboundMessage.State.RECEIVED, InboundMessage.State.HELD]


def erase() -> int:
    """Erase the releases whose retention is over; return how many.

    One whose user has a session or waits for an answer stays, and one with calls that are not in the sums yet
    (`telemetry.model_usage`). In legacy mode all stay: sessions have no end there.
    """
    return repeat_until_empty(_erase_batch, batch_size=BATCH_SIZE) if backend.in_database() else 0


def _erase_batch() -> int:
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        due = _due().order_by("pk").select_for_update(skip_locked=skip)
        pks = list(due.values_list("pk", flat=True)[:BATCH_SIZE])
        PressRelease.objects.filter(pk__in=pks).delete()
    return len(pks)


def _due() -> QuerySet[PressRelease]:
    cutoff = RELEASES.cutoff()
    facts = Fact.objects.filter(release=OuterRef("pk"))
    versions = ReleaseVersion.objects.filter(release=OuterRef("pk"))
    touched = [
        facts.filter(Q(created_at__gt=cutoff) | Q(confirmed_at__gt=cutoff) | Q(superseded_at__gt=cutoff)),
        versions.filter(Q(created_at__gt=cutoff) | Q(approved_at__gt=cutoff)),
        ModelCall.objects.filter(release=OuterRef("pk"), counted=False),
        ConversationSession.objects.filter(phone=OuterRef("phone")),
        InboundMessage.objects.filter(phone=OuterRef("phone"), state__in=_UNANSWERED),
    ]
    return PressRelease.objects.filter(*(~Exists(rows) for rows in touched), updated_at__lte=cutoff)
