"""The page of a press release: its facts with the user's words, its versions, and who approved which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from assistant import earlier_fields, versions
from assistant.checking import blocking
from assistant.models import PressRelease, ReleaseDocument, ReleaseVersion
from sessions_app.console.press_releases import comparison, gathered, problems, reading
from sessions_app.console.press_releases.comparison import Line
from sessions_app.console.read_only import MOST_DIGITS, ReadOnlyAdmin
from sessions_app.conversations import people
from sessions_app.messages import opt_outs
from sessions_app.operators import audit
from sessions_app.operators.actions import Refused, is_taken_over
from sessions_app.operators.press_releases import why_not_current
from sessions_app.privacy import pseudonym
from sessions_app.telemetry import model_usage

TEMPLATES = "sessions_app/console/press_release/"
LIST = "admin:assistant_pressrelease_changelist"
PAGE = "admin:assistant_pressrelease_change"


@dataclass(frozen=True, kw_only=True)
class Column:
    version: ReleaseVersion
    lines: Sequence[Line]


class ReleasePage(ReadOnlyAdmin):
    """The page of one press release, instead of the admin's change view."""

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the release, or the list with a message if there is none."""
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        release = find(object_id)
        if release is None:
            messages.warning(request, "There is no such press release.")
            return redirect(LIST)
        record_reading(request, release)
        return TemplateResponse(request, f"{TEMPLATES}page.html", self._context(request, release))

    def _context(self, request: HttpRequest, release: PressRelease) -> dict[str, Any]:
        facts = gathered.of_release(release)
        written = list(release.versions.order_by("number"))
        newest = written[-1] if written else None
        chosen = _numbered(written).get(request.GET.get("version", ""), newest)
        why_not = why_not_current(release)
        may_steer = self.has_steer_permission(request) and not why_not
        is_up_to_date = newest is not None and (bool(why_not) or versions.is_current(newest))
        is_approved = newest is not None and newest.approved_at and is_up_to_date
        is_blocked = newest is not None and versions.is_blocked(newest) and is_up_to_date
        by_operators = facts.known.by_operators
        is_full = newest is not None and newest.number >= versions.MAX_VERSIONS
        held = _held_by_colleague(release.phone, request.user.get_username()) if may_steer else ""
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": release,
            "release": release,
            "title": facts.known.values.get("headline") or f"Press release of {pseudonym(release.phone)}",
            "user_shown": pseudonym(release.phone),
            "person": people.of(release.phone),
            "opted_out": opt_outs.is_opted_out(release.phone),
            "facts": facts,
            "usage": model_usage.of_release(release),
            "versions": written,
            "newest": newest,
            "is_up_to_date": is_up_to_date,
            "chosen": chosen,
            "text": reading.of_version(chosen) if chosen else None,
            "blocked": problems.shown(blocking(newest.problems)) if newest else (),
            "columns": columns(written, request.GET) if len(written) > 1 else (),
            "is_compared": not {"left", "right"}.isdisjoint(request.GET),
            "approvals": [one for one in written if one.approved_at],
            "formats": ReleaseDocument.Format.choices,
            "why_not": why_not or held,
            "may_steer": may_steer,
            "may_write": may_steer and not facts.missing and not is_full,
            "may_approve": may_steer
            and not held
            and not set(facts.known.missing) - {fact.key for fact in by_operators}
            and (not (is_approved or is_blocked) or bool(by_operators))
            and (not is_full or (is_up_to_date and not by_operators)),
        }


def _held_by_colleague(phone: str, operator: str) -> str:
    """Return why `operator` cannot approve what a colleague is talking about, "" if none is."""
    try:
        is_taken_over(phone, by=operator)
    except Refused as refused:
        return str(refused)
    return ""


def find(pk: int | str) -> PressRelease | None:
    """Return the release, with facts of what older code has written."""
    if isinstance(pk, str) and not (pk.isascii() and pk.isdecimal() and len(pk) <= MOST_DIGITS):
        return None
    release = PressRelease.objects.filter(pk=pk).first()
    if release is not None and release.fields:
        earlier_fields.adopt(release)
    return release


def record_reading(request: HttpRequest, release: PressRelease) -> None:
    """Record in the audit log that the user of `request` reads `release`, on a page or in a file."""
    operator = request.user.get_username()
    audit.record_reading("release", operator=operator, phone=release.phone, release=release.pk)


def _numbered(written: Sequence[ReleaseVersion]) -> dict[str, ReleaseVersion]:
    return {str(one.number): one for one in written}


def columns(written: Sequence[ReleaseVersion], query: Mapping[str, str]) -> list[Column]:
    """Return the versions that `query` names as "left" and "right", the newest two by default."""
    by_number = _numbered(written)
    left = by_number.get(query.get("left", ""), written[-2])
    right = by_number.get(query.get("right", ""), written[-1])
    before, after = comparison.compare(left.text, right.text)
    return [Column(version=left, lines=before), Column(version=right, lines=after)]
