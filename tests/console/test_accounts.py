"""Who may do what is changed in the console, and each change is in the audit log; passwords are long."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from sessions_app.models import AuditEntry
from tests.support.console_pages import client_of

pytestmark = pytest.mark.django_db

USERS, GROUPS = "/admin/auth/user/", "/admin/auth/group/"
NEW = "a-brand-new-secret"


@pytest.fixture
def root() -> Client:
    return client_of("Superuser", name="root")


@pytest.fixture
def vera() -> User:
    return User.objects.create_user("vera", is_staff=True)


def newest() -> tuple[str, str, dict[str, Any]]:
    entry = AuditEntry.objects.order_by("pk").last()
    assert entry
    return entry.operator, entry.action, entry.details


def form_of(user: User, **changed: Any) -> dict[str, Any]:
    form = {"username": user.username, "is_active": "on", "is_staff": "on", "date_joined_0": "2026-01-01"}
    return {**form, "date_joined_1": "12:00:00", **changed}


def test_a_role_is_in_the_audit_log_as_it_is_now(root: Client, vera: User) -> None:
    group = Group.objects.get(name="Operators")
    form = form_of(vera, groups=[group.pk], is_superuser="on")
    assert root.post(f"{USERS}{vera.pk}/change/", form).status_code == 302
    operator, action, details = newest()
    assert (operator, action) == ("root", "user changed")
    assert {"Superuser status", "Groups"} <= set(details["changed"])
    assert {
        key: details[key] for key in ("name", "active", "staff", "superuser", "groups", "permissions")
    } == {
        "name": "vera",
        "active": True,
        "staff": True,
        "superuser": True,
        "groups": ["Operators"],
        "permissions": [],
    }


def test_a_new_and_a_deleted_account_are_in_the_audit_log(root: Client) -> None:
    form = {"username": "nina", "usable_password": "true", "password1": NEW, "password2": NEW}
    assert root.post(f"{USERS}add/", form).status_code == 302
    assert newest()[:2] == ("root", "user added")
    nina = User.objects.get(username="nina")
    assert root.post(f"{USERS}{nina.pk}/delete/", {"post": "yes"}).status_code == 302
    assert newest() == ("root", "user deleted", {"name": "nina"})


def test_several_deleted_accounts_are_each_in_the_audit_log(root: Client, vera: User) -> None:
    ids = [vera.pk, User.objects.create_user("nina").pk]
    root.post(USERS, {"action": "delete_selected", "_selected_action": ids, "post": "yes"})
    deleted = AuditEntry.objects.filter(action="user deleted").values_list("details", flat=True)
    assert {details["name"] for details in deleted} == {"vera", "nina"}


def test_what_a_group_may_do_is_in_the_audit_log(root: Client) -> None:
    group = Group.objects.get(name="Viewers")
    permission = Permission.objects.get(codename="reveal_phone")
    root.post(f"{GROUPS}{group.pk}/change/", {"name": "Viewers", "permissions": [permission.pk]})
    details = {"name": "Viewers", "changed": ["Permissions"], "permissions": ["reveal_phone"]}
    assert newest() == ("root", "group changed", details)


def test_a_password_set_by_a_colleague_is_in_the_audit_log_without_the_password(
    root: Client, vera: User
) -> None:
    form = {"usable_password": "true", "password1": NEW, "password2": NEW}
    assert root.post(f"{USERS}{vera.pk}/password/", form).status_code == 302
    entries = AuditEntry.objects.order_by("pk").values_list("operator", "action")
    assert list(entries) == [("vera", "password changed"), ("root", "user changed")]
    assert NEW not in str(list(AuditEntry.objects.values()))


def test_an_own_new_password_is_in_the_audit_log(root: Client) -> None:
    user = User.objects.get(username="root")
    user.set_password("the-old-secret")
    user.save()
    form = {"old_password": "the-old-secret", "new_password1": NEW, "new_password2": NEW}
    root.force_login(user)
    assert root.post("/admin/password_change/", form).status_code == 302
    assert AuditEntry.objects.filter(operator="root", action="password changed").count() == 2


def test_other_changes_of_an_account_are_no_new_password(vera: User) -> None:
    vera.first_name = "Vera"
    vera.save()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("password", ["elevenchars", "password1234", "vera.smith.1"])
def test_a_password_is_long_and_not_easily_guessed(root: Client, vera: User, password: str) -> None:
    User.objects.filter(pk=vera.pk).update(username="vera.smith")
    form = {"usable_password": "true", "password1": password, "password2": password}
    assert root.post(f"{USERS}{vera.pk}/password/", form).status_code == 200
    vera.refresh_from_db()
    assert not vera.check_password(password)
