"""Who may do what in the console: two groups, which a superuser may change afterwards.

Superusers may do everything that the console offers; nobody edits its rows raw.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission

DELETE_SESSIONS = "sessions_app.delete_conversationsession"
"""What the health API's cleanup asks for; in the admin it deletes nothing."""
STEER = "sessions_app.steer_session"
REVEAL = "sessions_app.reveal_phone"
VIEW = [
    *(f"sessions_app.view_{name}" for name in ("conversationsession", "inboundmessage", "outboundmessage")),
    *("sessions_app.view_remotethread", "sessions_app.view_auditentry", "assistant.view_pressrelease"),
]
GROUPS = {"Viewers": VIEW, "Operators": [*VIEW, STEER, REVEAL, DELETE_SESSIONS]}


def ensure_groups(**kwargs: Any) -> None:
    """Make the groups that are not there; on `post_migrate`, after the permissions were made."""
    for name, wanted in GROUPS.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set(_permission(one) for one in wanted)


def _permission(name: str) -> Permission:
    app, _, codename = name.partition(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)
