"""Makes the messages with buttons at Twilio, each once: before any is made, it is asked what is there."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from sessions_app.messages import twilio_api
from sessions_app.models import ContentTemplate
from sessions_app.turns.menus import Menu, all_menus

CLAIMED_FOR = timedelta(minutes=10)
"""After that a run that has not said its end is taken for dead."""


class AnotherRun(Exception):
    """The same is being done at this moment."""


def make(*, say: Callable[[str], object], dry_run: bool = False) -> None:
    """Make what is missing, and tell `say` in a line each what was done.

    A run that fails can be repeated. Raises `AnotherRun`, and `DeliveryError` if Twilio does not take it.
    """
    menus = all_menus()
    if dry_run:
        _run(menus, say=say, dry_run=True)
        return
    rows = [ContentTemplate(name=menu.name, language=menu.language) for menu in menus]
    ContentTemplate.objects.bulk_create(rows, ignore_conflicts=True)
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIMED_FOR)
    if ContentTemplate.objects.filter(free).update(claimed_at=now) < len(menus):
        _release(now)
        raise AnotherRun
    try:
        _run(menus, say=say, dry_run=False)
    finally:
        _release(now)


def _release(claimed_at: datetime) -> None:
    ContentTemplate.objects.filter(claimed_at=claimed_at).update(claimed_at=None)


def _run(menus: Sequence[Menu], *, say: Callable[[str], object], dry_run: bool) -> None:
    with asyncio.Runner() as runner:
        try:
            there = runner.run(twilio_api.contents())
            for menu in menus:
                say(_make(menu, there, runner=runner, dry_run=dry_run))
        finally:
            runner.run(twilio_api.close())


def _make(menu: Menu, there: dict[str, str], *, runner: asyncio.Runner, dry_run: bool) -> str:
    row = ContentTemplate.objects.filter(name=menu.name, language=menu.language).first()
    sid = there.get(menu.name_at_twilio, "")
    is_known = row is not None and row.sid == sid != "" and not row.refused_at
    what = "kept" if is_known else "found at Twilio" if sid else "made"
    if dry_run:
        return f"{menu.name} ({menu.language}): would be {what}"
    if not sid:
        sid = runner.run(
            twilio_api.create_content(
                name=menu.name_at_twilio,
                language=menu.language,
                types=menu.types,
                variables=menu.variables,
            )
        )
    ContentTemplate.objects.filter(name=menu.name, language=menu.language).update(
        sid=sid, digest=menu.digest, body=menu.body, refused_at=None, refused_code=""
    )
    return f"{menu.name} ({menu.language}): {what}, {sid}"
