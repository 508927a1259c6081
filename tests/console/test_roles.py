"""Who may see and do what in the console: viewers, operators, superusers."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client

from sessions_app.console import times
from sessions_app.models import AuditEntry, ConversationSession
from sessions_app.operators import roles
from tests.support.console_pages import INBOX, LISTS, PHONE, SESSIONS, client_of, one_row_a_list
from tests.support.factories import idle_session


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
        assert client.get(f"{path}{row.pk}/change/").status_code == 200, path
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
    assert viewer.get(f"{SESSIONS}{session.pk}/reveal/").status_code == 403
    assert viewer.post(f"{SESSIONS}{session.pk}/reveal/", {"reason": "because"}).status_code == 403
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_staff_in_no_group_see_nothing_of_the_console() -> None:
    viewer = client_of("Viewers")
    Group.objects.get(name="Viewers").user_set.clear()
    assert all(viewer.get(path).status_code == 403 for path in LISTS)
    assert SESSIONS not in viewer.get("/admin/").content.decode()


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
