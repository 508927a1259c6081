"""The console's navigation: each operator sees the pages that they may open."""

from typing import Any

from django.db.models.options import Options
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from sessions_app.console import attention_line

NEEDS_A_PERSON = "Needs a person"
GROUPS = {
    "Conversations": [
        (
            NEEDS_A_PERSON,
            "support_agent",
            "sessions_app_conversation",
            "sessions_app.view_conversationsession",
        ),
        ("Sessions", "forum", "sessions_app_conversationsession", "sessions_app.view_conversationsession"),
        ("Inbox", "inbox", "sessions_app_inboundmessage", "sessions_app.view_inboundmessage"),
        ("Outbox", "outbox", "sessions_app_outboundmessage", "sessions_app.view_outboundmessage"),
        ("Blocked users", "block", "sessions_app_blockedphone", "sessions_app.view_conversationsession"),
        ("Press releases", "newsmode", "assistant_pressrelease", "assistant.view_pressrelease"),
        ("Costs", "payments", "assistant_modelusage", "sessions_app.view_conversationsession"),
    ],
    "Records": [
        ("Threads", "database", "sessions_app_remotethread", "sessions_app.view_remotethread"),
        ("Audit log", "shield_person", "sessions_app_auditentry", "sessions_app.view_auditentry"),
        ("Erasures", "person_remove", "sessions_app_erasurereceipt", "sessions_app.view_auditentry"),
        ("Schedules", "schedule", "django_q_schedule", "django_q.view_schedule"),
        ("Failed tasks", "error", "django_q_failure", "django_q.view_failure"),
        ("Users", "person", "auth_user", "auth.view_user"),
        ("Groups", "group", "auth_group", "auth.view_group"),
    ],
}
"""Heading -> title, symbol, model and permission of each page."""


def title_of(opts: "Options[Any]") -> str:
    """Return what the list of a model is called, also where the navigation does not have it."""
    model = f"{opts.app_label}_{opts.model_name}"
    titles = {of: title for pages in GROUPS.values() for title, _, of, _ in pages}
    return titles.get(model) or capfirst(str(opts.verbose_name_plural))


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return unfold's navigation for the user of `request`."""
    dashboard = {"title": "Dashboard", "icon": "monitoring", "link": reverse("admin:index")}
    groups: list[dict[str, Any]] = [{"items": [dashboard]}]
    for heading, pages in GROUPS.items():
        items = [
            {"title": _counted(title, request), "icon": icon, "link": reverse(f"admin:{model}_changelist")}
            for title, icon, model, permission in pages
            if request.user.has_perm(permission)
        ]
        if items:
            groups.append({"title": heading, "separator": True, "items": items})
    return groups


def _counted(title: str, request: HttpRequest) -> str:
    """Return `title`, with how many need a person where it is about them; attention.js keeps it up to date.

    unfold's own badge has nothing by which a script could find it.
    """
    line = attention_line.of(request) if title == NEEDS_A_PERSON else None
    if line is None:
        return title
    return format_html('{} <span class="console-count" data-attention-count>{}</span>', title, line.count)
