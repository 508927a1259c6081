"""Permissions in the console: two groups, which a superuser may change afterwards.

Superusers have all permissions that the console offers; its rows cannot be edited directly.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission

DELETE_SESSIONS = "sessions_app.delete_conversationsession"
"""The permission that the health API's cleanup needs; in the admin it has no effect."""
VIEW_SESSIONS = "sessions_app.view_conversationsession"
"""What every group has: without it, staff see nothing of the conversations, nor of the figures."""
STEER = "sessions_app.steer_session"
REVEAL = "sessions_app.reveal_phone"
VIEW = [
    *(VIEW_SESSIONS, "sessions_app.view_inboundmessage", "sessions_app.view_outboundmessage"),
    *("sessions_app.view_remotethread", "sessions_app.view_auditentry", "assistant.view_pressrelease"),
]
GROUPS = {"Viewers": VIEW, "Operators": [*VIEW, STEER, REVEAL, DELETE_SESSIONS]}


def ensure_groups(**kwargs: Any) -> None:
    """Create missing groups; runs on `post_migrate`, after the permissions were created."""
    for name, wanted in GROUPS.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set(_permission(one) for one in wanted)


def _permission(name: str) -> Permission:
    app, _, codename = name.partition(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)
