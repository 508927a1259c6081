"""The admin's first page: current figures and charts. Its cost does not grow with any table."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import pluralize
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sessions_app.console import attention_line, charts, figures
from sessions_app.console.versions import version
from sessions_app.health import report, warnings
from sessions_app.manager import SessionManager
from sessions_app.models import Heartbeat
from sessions_app.operators import roles
from sessions_app.telemetry import budget, heartbeats, hourly_counts, model_usage
from sessions_app.telemetry.model_usage import dollars

admin.site.index_template = "sessions_app/console/dashboard.html"

_TEMPLATES = "sessions_app/console/dashboard/"
SECTIONS = ("warnings", "tiles", "charts", "cards")
"""The parts of the page that are replaced while it is open, each only if it has changed."""

State: TypeAlias = Literal["", "ok", "warn", "bad"]
"""How to read a number; "" is neither good nor bad."""


@dataclass(frozen=True, kw_only=True)
class Tile:
    label: str
    value: str
    note: str = ""
    state: State = ""
    link: str = ""
    """Address of the list that the tile counts; "" if there is none or the user may not see it."""


def add_dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the dashboard to the index page (unfold's DASHBOARD_CALLBACK) if the user may see sessions."""
    if not request.user.has_perm(roles.VIEW_SESSIONS):
        return context
    return context | {"title": "Dashboard", "dashboard": _dashboard(request)}


def _dashboard(request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows, and a version of each section that changes with what it shows."""
    chosen = request.GET.get("range", "")
    if chosen not in charts.RANGES:
        chosen = charts.DEFAULT_RANGE
    periods = charts.periods(chosen)
    shown = {
        "warnings": warnings.warnings(),
        "tiles": _tiles(request, charts.today(periods)),
        "charts": charts.charts(periods),
        "cards": figures.cards(charts.total(periods)),
    }
    versions = {name: version(shown[name]) for name in SECTIONS}
    query = urlencode({"range": chosen, "seen": ".".join(versions.values())})
    return {
        **shown,
        "versions": versions,
        "live_url": f"{reverse('dashboard_live')}?{query}",
        "ranges": charts.RANGES,
        "chosen": chosen,
        "at": timezone.now(),
    }


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer an open dashboard: 204 if nothing has changed, else the changed sections. Never redirects."""
    if not (admin.site.has_permission(request) and request.user.has_perm(roles.VIEW_SESSIONS)):
        return attention_line.signed_out(request)
    dashboard = _dashboard(request)
    seen = dict(zip(SECTIONS, request.GET.get("seen", "").split("."), strict=False))
    changed = [name for name in SECTIONS if dashboard["versions"][name] != seen.get(name)]
    if not changed:
        return HttpResponse(status=204)
    context = {
        "dashboard": dashboard,
        "is_update": True,
        "changed": [f"{_TEMPLATES}{name}.html" for name in changed],
    }
    return TemplateResponse(request, f"{_TEMPLATES}live.html", context)


def _tiles(request: HttpRequest, today: Counter[str]) -> list[Tile]:
    return [
        Tile(
            label="Active sessions",
            value=f"{SessionManager().get_session_count():,}",
            link=_link(request, "conversationsession"),
        ),
        *_waiting(request),
        Tile(
            label="Replies today",
            value=f"{today[hourly_counts.REPLIES] + today[hourly_counts.BY_OPERATOR]:,}",
            note=f"{today[hourly_counts.BY_OPERATOR]:,} by operators",
            link=_link(request, "outboundmessage"),
        ),
        Tile(
            label="Failed turns today",
            value=f"{today[hourly_counts.FAILED]:,}",
            state="bad" if today[hourly_counts.FAILED] else "ok",
            link=_link(request, "inboundmessage", state="failed"),
        ),
        _not_delivered(request),
        _threads(request),
        _cost(),
        _processes(),
    ]


def _waiting(request: HttpRequest) -> list[Tile]:
    """Return the tiles of what waits: for the bot, for a person, for the operator in charge."""
    inbox, operators = report.inbox(), report.operators()
    oldest, turns, held = inbox["oldest_waiting_seconds"], inbox["turns_running"], operators["held"]
    patience = _judged(oldest, most=settings.HEALTH_MESSAGE_WAIT_SECONDS)
    received = _link(request, "inboundmessage", state="received")
    return [
        Tile(
            label="Messages waiting",
            value=_capped(inbox["waiting"]),
            note=f"{_capped(turns)} turn{pluralize(turns)} running",
            state=patience,
            link=received,
        ),
        Tile(
            label="Oldest unanswered",
            value=_duration(oldest) if inbox["waiting"] else "–",
            note="" if inbox["waiting"] else "all answered",
            state=patience,
            link=received,
        ),
        Tile(
            label="Need a person",
            value=_capped(operators["attention"]),
            state="warn" if operators["attention"] else "ok",
            link=reverse("admin:sessions_app_conversation_changelist"),
        ),
        Tile(
            label="Held by operators",
            value=_capped(operators["paused"]),
            note=f"{_capped(held)} message{pluralize(held)} held",
            state="warn" if held else "",
            link=_link(request, "conversationsession", status="paused"),
        ),
    ]


def _not_delivered(request: HttpRequest) -> Tile:
    outbox = report.outbox()
    lost = {state: outbox[state] for state in ("failed", "undelivered", "uncertain")}
    most = max(lost, key=lambda state: lost[state])
    return Tile(
        label="Not delivered",
        value=_capped(sum(lost.values())),
        note=", ".join(f"{_capped(count)} {state}" for state, count in lost.items() if count),
        state="warn" if lost[most] else "ok",
        link=_link(request, "outboundmessage", state=most),
    )


def _threads(request: HttpRequest) -> Tile:
    doomed = report.doomed_threads()
    return Tile(
        label="Threads",
        value=_capped(doomed),
        note="pending deletion",
        state=_judged(doomed, most=settings.HEALTH_DOOMED_THREADS),
        link=_link(request, "remotethread", state="doomed"),
    )


def _cost() -> Tile:
    today = model_usage.day_began().date()
    usage = model_usage.by_day(since=today)[today]
    used = budget.percent_used()
    of_budget = f"{used} % of the budget" if settings.OPENAI_DAILY_BUDGET else ""
    state: State = "bad" if used >= budget.STOP_AT else "warn" if used >= budget.WARN_AT else ""
    return Tile(
        label="Cost today",
        value="unknown" if usage.is_unknown else dollars(usage.cost),
        note=", ".join(filter(None, [of_budget, usage.unknown_in_words])),
        state=state,
        link=reverse("admin:assistant_modelusage_changelist"),
    )


def _processes() -> Tile:
    within = {
        Heartbeat.Kind.WORKER: settings.HEALTH_WORKER_SILENT_SECONDS,
        Heartbeat.Kind.SCHEDULES: settings.HEALTH_SCHEDULER_SILENT_SECONDS,
    }
    silent = [kind for kind, seconds in within.items() if not heartbeats.is_alive(kind, within=seconds)]
    return Tile(
        label="Processes",
        value="Silent" if silent else "Alive",
        note=" and ".join(silent or within),
        state="bad" if silent else "ok",
    )


def _link(request: HttpRequest, model: str, **filters: str) -> str:
    if not request.user.has_perm(f"sessions_app.view_{model}"):
        return ""
    query = f"?{urlencode(filters)}" if filters else ""
    return reverse(f"admin:sessions_app_{model}_changelist") + query


def _judged(amount: float, *, most: float) -> State:
    """Compare `amount` with `most`, the threshold of the health warnings."""
    if amount > most:
        return "bad"
    return "warn" if amount > most / 2 else "ok"


def _capped(count: int) -> str:
    return f"{count:,}+" if count >= report.CAP else f"{count:,}"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 3600 else f"{seconds / 3600:.1f} h"
