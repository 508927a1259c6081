"""Actions on several selected sessions. Each session is handled by itself, and each refusal is shown."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sessions_app.console import times
from sessions_app.console.read_only import ReadOnlyAdmin
from sessions_app.console.sessions.status import badges, facts_of, turns_of
from sessions_app.console.sessions.status import render as render_badges
from sessions_app.db.batches import EPOCH
from sessions_app.models import ConversationSession
from sessions_app.operators import actions
from sessions_app.privacy import pseudonym
from sessions_app.sessions import live

BULK_ACTIONS = ("kill", "extend", "take_over", "hand_back", "retry", "dismiss")
Steer = Callable[..., None]


class BulkActions(ReadOnlyAdmin):
    """The actions of the sessions list. A row's checkbox carries the start of the session that was shown."""

    def action_checkbox(self, session: ConversationSession) -> SafeString:
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="Select {}">'
            '<input type="hidden" name="{}" value="{}">',
            ACTION_CHECKBOX_NAME,
            session.pk,
            pseudonym(session.phone),
            _created_at_of(session.pk),
            times.format(session.created_at),
        )

    @admin.action(description="Kill (end the session)", permissions=["steer"])
    def kill(self, request: HttpRequest, chosen: QuerySet[Any]) -> TemplateResponse | None:
        """Ask for a confirmation first, because a kill cannot be undone."""
        if "confirmed" in request.POST:
            self._steer_each(request, actions.kill, "killed")
            return None
        return self._confirmation(request)

    @admin.action(description="Extend (reset the TTL)", permissions=["steer"])
    def extend(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        self._steer_each(request, actions.extend, "extended")

    @admin.action(description="Take over (pause the bot)", permissions=["steer"])
    def take_over(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        self._steer_each(request, actions.take_over, "taken over")

    @admin.action(description="Hand back to the bot", permissions=["steer"])
    def hand_back(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        self._steer_each(request, actions.hand_back, "handed back")

    @admin.action(description="Retry the failed turn", permissions=["steer"])
    def retry(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        self._steer_each(request, actions.retry, "will be retried")

    @admin.action(description="Dismiss (no longer needs attention)", permissions=["steer"])
    def dismiss(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        self._steer_each(request, actions.dismiss, "dismissed")

    def _steer_each(self, request: HttpRequest, steer: Steer, done: str) -> None:
        shown = _shown(request)
        users = _users([one.pk for one in shown])
        succeeded = 0
        refused: dict[str, list[str]] = defaultdict(list)
        for one in shown:
            try:
                steer(one, operator=request.user.get_username())
                succeeded += 1
            except actions.Refused as refusal:
                refused[str(refusal)].append(users.get(one.pk, f"session {one.pk}"))
        if succeeded:
            told = f"{succeeded} session{'s' if succeeded > 1 else ''} {done}."
            self.message_user(request, told, messages.SUCCESS)
        for reason, whom in refused.items():
            self.message_user(request, f"{', '.join(whom)}: {reason}", messages.WARNING)

    def _confirmation(self, request: HttpRequest) -> TemplateResponse:
        """List the sessions that a kill would end, and those that have ended since."""
        shown = _shown(request)
        found = ConversationSession.objects.in_bulk([one.pk for one in shown])
        same = [
            one
            for one in shown
            if one.pk in found and found[one.pk].created_at == one.created_at and live.is_live(found[one.pk])
        ]
        sessions = [found[one.pk] for one in same]
        facts, turns = facts_of(sessions), turns_of(sessions)
        rows = {
            one.pk: {
                "user": pseudonym(found[one.pk].phone),
                "badges": render_badges(badges(found[one.pk], facts[one.pk])),
                "turns": turns[one.pk],
            }
            for one in same
        }
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Kill sessions",
            "checkbox": ACTION_CHECKBOX_NAME,
            "chosen": [
                {"pk": one.pk, "field": _created_at_of(one.pk), "created_at": times.format(one.created_at)}
                | rows.get(one.pk, {})
                for one in shown
            ],
            "alive": len(same),
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "sessions_app/console/kill_confirmation.html", context)


def _created_at_of(pk: int) -> str:
    return f"created_at_of_{pk}"


def _shown(request: HttpRequest) -> list[actions.SeenSession]:
    """Return the selected sessions as the page showed them, with `EPOCH` for a missing start."""
    chosen = dict.fromkeys(map(int, request.POST.getlist(ACTION_CHECKBOX_NAME)))
    return [
        actions.SeenSession(pk=pk, created_at=times.parse(request.POST.get(_created_at_of(pk), "")) or EPOCH)
        for pk in chosen
    ]


def _users(pks: list[int]) -> dict[int, str]:
    found = ConversationSession.objects.filter(pk__in=pks).values_list("pk", "phone")
    return {pk: pseudonym(phone) for pk, phone in found}
