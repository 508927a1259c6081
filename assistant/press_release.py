"""The press releases of a phone: which one is current, and what becomes of it at a reset.

The functions are synchronous and use the ORM. Those that write run inside the caller's transaction,
which also checks the turn's fencing token.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from assistant import earlier_fields
from assistant.models import Fact, PressRelease, ReleaseVersion

Status = PressRelease.Status
_CURRENT = (Status.DRAFT, Status.APPROVED)
_DRAFTS_FIRST = ("-status", "-finished_at")  # "draft" comes after "approved"
# Plain SQL: each call to a model pays for it. The same as `_mine(phone)`, which costs 0.3 ms to build.
_CURRENT_ID = f"""
    SELECT id FROM {PressRelease._meta.db_table} WHERE phone = %s AND status IN (%s, %s)
    ORDER BY status DESC, finished_at DESC LIMIT 1
"""  # noqa: S608 - our own table's name
# Plain SQL: each claim of turns pays for it.
_NEWS = f"""
    SELECT phone, 'changed' FROM {PressRelease._meta.db_table} WHERE phone IN ({{phones}}) AND changed_outside
    UNION ALL
    SELECT mine.phone, 'unanswered' FROM {Fact._meta.db_table} fact
    JOIN {PressRelease._meta.db_table} mine ON mine.id = fact.release_id
    WHERE mine.phone IN ({{phones}}) AND fact.unanswered
"""  # noqa: S608 - our own tables' names
LAST_TIME = ("company_name", "boilerplate", "media_contact")
"""Keys of the facts that a new release is offered from the last one."""


class News(NamedTuple):
    """The phones for which something is new, by kind."""

    changed: set[str]
    """An operator has changed their current release."""
    unanswered: set[str]
    """They have not answered yet what was heard or read. Only a turn of theirs makes more of it."""


def current(phone: str) -> PressRelease | None:
    """Return the release that the phone is at: its draft, else the approved one that is not closed yet."""
    release = _current(phone)
    if release is not None and release.fields:
        earlier_fields.adopt(release)
    return release


def current_of(phones: Collection[str]) -> dict[str, PressRelease]:
    """Return that release of each phone that has one, with one query."""
    found = PressRelease.objects.filter(phone__in=phones, status__in=_CURRENT).order_by(*_DRAFTS_FIRST)
    return {release.phone: release for release in found.reverse()}


def current_id(phone: str) -> int | None:
    """Return the id of that release, which stays until the transaction around this ends."""
    lock = " FOR NO KEY UPDATE" if connection.features.has_select_for_no_key_update else ""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT_ID + lock, [phone, *_CURRENT])
        found = cursor.fetchone()
    return found and int(found[0])


def is_current(release: PressRelease) -> bool:
    return _current(release.phone) == release


def _current(phone: str) -> PressRelease | None:
    return _mine(phone).first()


def _mine(phone: str) -> QuerySet[PressRelease]:
    return PressRelease.objects.filter(phone=phone, status__in=_CURRENT).order_by(*_DRAFTS_FIRST)


def current_or_new(phone: str, *, language: str = "") -> PressRelease:
    """Return the current release of `phone`, if need be a new draft; `language` is the user's."""
    return current(phone) or begin(phone, language=language)


def begin(phone: str, *, language: str = "") -> PressRelease:
    """Return a new draft, which proposes what will hardly have changed since the last approved release."""
    release = PressRelease.objects.create(phone=phone, language=language)
    if before := _last_finished(phone):
        told = before.facts.filter(key__in=LAST_TIME, superseded_at=None, confirmed_at__isnull=False)
        for fact in sorted(told, key=lambda fact: LAST_TIME.index(fact.key)):
            Fact.objects.create(
                release=release,
                key=fact.key,
                value=fact.value,
                said=fact.value,
                source=Fact.Source.APPROVED,
                created_at=release.created_at,
            )
    return release


def current_or_last_time(phone: str, *, language: str) -> PressRelease | None:
    """Return the current release; a new one only if it has something to propose from the last one."""
    return current_or_new(phone, language=language) if _last_finished(phone) else current(phone)


def _last_finished(phone: str) -> PressRelease | None:
    earlier_fields.adopt_all(phone)
    finished = PressRelease.objects.filter(phone=phone, status=Status.FINISHED)
    return finished.order_by("-finished_at").first()


def park(*, phone: str) -> bool:
    """Set the current release aside: a draft can be taken up again, an approved one is closed.

    A draft without any fact is deleted. Returns True if something was set aside.
    """
    release = current(phone)
    if release is None:
        return False
    if release.status == Status.APPROVED:
        _become(release, Status.FINISHED)
    elif release.facts.exclude(confirmed_at=None).exists():
        _become(release, Status.PARKED)
    else:
        release.delete()
        return False
    return True


def take_up(*, phone: str, release_id: int) -> PressRelease | None:
    """Make a release of `phone` its current one and park the one that was; None if there is no such one."""
    wanted = listed(phone).filter(pk=release_id).first()
    if wanted is None or wanted == current(phone):
        return wanted
    park(phone=phone)
    _become(wanted, Status.DRAFT if wanted.status == Status.PARKED else Status.APPROVED)
    return wanted


def listed(phone: str) -> QuerySet[PressRelease]:
    """Return the releases of `phone` that can be taken up, the newest change first: those with a fact."""
    earlier_fields.adopt_all(phone)
    kept = [Status.DRAFT, Status.PARKED, Status.APPROVED, Status.FINISHED]
    active = Fact.objects.filter(release=OuterRef("pk"), superseded_at=None, confirmed_at__isnull=False)
    mine = PressRelease.objects.filter(Exists(active), phone=phone, status__in=kept)
    return mine.order_by("-updated_at", "-pk")


def news(phones: Sequence[str]) -> News:
    """Return what is new to the threads of `phones`, or to their users: one query. There is at least one."""
    listed = ", ".join(["%s"] * len(phones))
    with connection.cursor() as cursor:
        cursor.execute(_NEWS.format(phones=listed), [*phones, *phones])
        found = cursor.fetchall()
    of_kind = {kind: {str(phone) for phone, its in found if its == kind} for kind in News._fields}
    return News(**of_kind)


def answered(*, phone: str, turn: UUID) -> None:
    """Record that the user has answered by `turn` what was heard or read before and is still there."""
    heard = Fact.objects.filter(release__phone=phone, unanswered=True).exclude(turn=turn)
    heard.update(unanswered=False)


def told(*, phone: str, until: datetime) -> None:
    """Record that the thread knows what operators changed `until` then, if they changed nothing since."""
    proposed = Fact.objects.filter(release__phone=phone, source=Fact.Source.OPERATOR, created_at__gt=until)
    approved = ReleaseVersion.objects.filter(release__phone=phone, approved_at__gt=until)
    written = ReleaseVersion.objects.filter(release__phone=phone, turn=None, created_at__gt=until)
    news = (proposed, approved.exclude(approved_by=""), written.exclude(written_by=""))
    if not any(one.exists() for one in news):
        PressRelease.objects.filter(phone=phone, changed_outside=True).update(changed_outside=False)


def _become(release: PressRelease, status: PressRelease.Status) -> None:
    release.status, release.pending_question = status, ""
    release.save(update_fields=["status", "pending_question", "updated_at"])
