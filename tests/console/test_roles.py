"""Who may see and do what in the console: viewers, operators, superusers."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client
from django.urls import URLResolver
from django.utils import timezone

from sessions_app.console import times
from sessions_app.models import ConversationSession
from sessions_app.operators import roles
from tests.support.console_pages import (
    INBOX,
    LISTS,
    PHONE,
    SESSIONS,
    address,
    client_of,
    client_with,
    deeds,
    one_row_a_list,
)
from tests.support.factories import ConversationFactory, idle_session


def permissions_of(group: str) -> set[str]:
    granted = Permission.objects.filter(group__name=group).select_related("content_type")
    return {f"{one.content_type.app_label}.{one.codename}" for one in granted}


@pytest.mark.django_db
def test_migrating_makes_the_two_groups() -> None:
    assert permissions_of("Viewers") == set(roles.VIEW)
    assert permissions_of("Operators") == {*roles.VIEW, roles.STEER, roles.REVEAL, roles.DELETE_SESSIONS}


@pytest.mark.django_db(transaction=True)
def test_the_groups_have_their_permissions_again_after_a_flush() -> None:
    Group.objects.all().delete()
    call_command("flush", verbosity=0, interactive=False)
    assert permissions_of("Viewers") == set(roles.VIEW)
    assert roles.STEER in permissions_of("Operators")


@pytest.mark.django_db
def test_migrating_again_keeps_what_a_superuser_changed() -> None:
    viewers = Group.objects.get(name="Viewers")
    viewers.permissions.set(viewers.permissions.filter(codename="view_inboundmessage"))
    Group.objects.get(name="Operators").delete()
    call_command("migrate", verbosity=0)
    assert permissions_of("Viewers") == {"sessions_app.view_inboundmessage"}
    assert roles.STEER in permissions_of("Operators")


@pytest.mark.django_db
@pytest.mark.parametrize("group", ["Viewers", "Operators", "Superuser"])
def test_everybody_reads_all_lists_and_nobody_edits_a_row_raw(group: str) -> None:
    client = client_of(group)
    for path, row in zip(LISTS, one_row_a_list(), strict=True):
        assert client.get(path).status_code == 200, path
        assert client.get(f"{path}{row.pk}/change/", follow=True).status_code == 200, path
        assert client.get(f"{path}add/").status_code == 403, path
        assert client.post(f"{path}add/", {}).status_code == 403, path
        assert client.post(f"{path}{row.pk}/change/", {"phone": "+1"}).status_code == 403, path
        assert client.post(f"{path}{row.pk}/delete/", {"post": "yes"}).status_code == 403, path
        bulk = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(path, bulk)
        assert type(row).objects.filter(pk=row.pk).exists(), path


@pytest.mark.django_db
def test_a_viewer_is_offered_no_actions_and_cannot_post_one() -> None:
    session = idle_session(PHONE, idle=1)
    viewer = client_of("Viewers")
    page = viewer.get(SESSIONS).content.decode()
    assert "Take over" not in page
    assert "Show number" not in page
    form = {"action": "kill", "confirmed": "yes", "_selected_action": [session.pk]}
    form[f"created_at_of_{session.pk}"] = times.format(session.created_at)
    viewer.post(SESSIONS, form)
    assert ConversationSession.objects.filter(pk=session.pk).exists()
    assert viewer.get(address(session, "reveal")).status_code == 403
    assert viewer.post(address(session, "reveal"), {"reason": "because"}).status_code == 403
    assert not deeds().exists()


@pytest.mark.django_db
def test_staff_in_no_group_see_nothing_of_the_console() -> None:
    viewer = client_of("Viewers")
    Group.objects.get(name="Viewers").user_set.clear()
    assert all(viewer.get(path).status_code == 403 for path in LISTS)
    assert SESSIONS not in viewer.get("/admin/").content.decode()


OPEN_TO_STAFF = {"", "logout/", "password_change/", "password_change/done/", "jsi18n/", "search/", "login/"}
"""Pages of the admin that each member of staff has."""


def pages_of_the_admin() -> Iterator[str]:
    """Yield the path of each page that the admin has, about the row 1 where it is about one."""
    for pattern in admin.site.get_urls():
        below = pattern.url_patterns if isinstance(pattern, URLResolver) else [None]
        for inner in below:
            route = str(pattern.pattern) + (str(inner.pattern) if inner else "")
            if "(?P<" not in route:
                yield re.sub("<[^>]*>", "1", route)


@pytest.mark.django_db
def test_staff_in_no_group_get_no_page_at_all() -> None:
    one_row_a_list()
    ConversationFactory.create(phone=PHONE, attention_at=timezone.now(), attention="Wants a human")
    nobody = client_with()
    paths = sorted(set(pages_of_the_admin()) - OPEN_TO_STAFF)
    assert len(paths) > 60
    for path in paths:
        for response in (nobody.get(f"/admin/{path}"), nobody.post(f"/admin/{path}", {"reason": "because"})):
            shown = response.content.decode()
            assert PHONE[-4:] not in shown, path
            if path.endswith("/live/"):  # a part of a page: it says so itself
                assert "You are signed out" in shown
            else:
                assert response.status_code in {302, 403, 404, 405}, path
                # Its own pages lead on from /<id>/, and from a row that is not there.
                where = response.get("Location", "/admin/")
                assert where == "/admin/" or where.endswith("/change/"), path
    for path in ("", "search/?s=session"):
        shown = nobody.get(f"/admin/{path}").content.decode()
        assert PHONE[-4:] not in shown
        assert "/admin/sessions_app/" not in shown
        assert "Wants a human" not in shown
    assert not deeds().filter(operator="nobody").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_login_leads_to_no_other_site(path: str) -> None:
    client_of("Viewers", name="vera")
    vera = User.objects.get()
    vera.set_password("a password")
    vera.save()
    form = {"username": "vera", "password": "a password", "next": path}
    assert Client().post("/admin/login/", form)["Location"] == "/admin/"


@pytest.mark.django_db
def test_the_sidebar_leads_to_what_one_may_see() -> None:
    page = client_of("Operators").get(INBOX).content.decode()
    assert all(f'href="{path}"' in page for path in LISTS)
    assert "/admin/django_q/schedule/" not in page
    assert "/admin/auth/user/" not in page
    page = client_of("Superuser", name="root").get(INBOX).content.decode()
    assert "/admin/django_q/schedule/" in page
    assert "/admin/auth/user/" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("group", "status"), [("Viewers", 403), ("Operators", 200)])
def test_operators_may_run_the_cleanup_of_the_health_api(group: str, status: int) -> None:
    assert client_of(group).post("/health/sessions/cleanup").status_code == status
