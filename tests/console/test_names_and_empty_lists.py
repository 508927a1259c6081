"""Pages are called what the navigation calls them, and an empty list says what to do."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.test import Client

from sessions_app.console import sidebar
from sessions_app.console.read_only import ConsoleAdmin
from tests.support.console_pages import (
    AUDIT_LOG,
    BLOCKED,
    INBOX,
    LISTS,
    RECEIPTS,
    RELEASES,
    SESSIONS,
    THREADS,
    client_of,
    one_row_a_list,
    words,
)

pytestmark = pytest.mark.django_db

COSTS, SCHEDULES = "/admin/assistant/modelusage/", "/admin/django_q/schedule/"
FAILED, USERS = "/admin/django_q/failure/", "/admin/auth/user/"


@pytest.fixture
def superuser() -> Client:
    return client_of("Superuser")


def crumbs(page: str) -> list[str]:
    [heading] = re.findall("<h1.*?</h1>", page, re.DOTALL)
    return [one for one in re.split(r"\W*\bchevron_right\b\W*", words(heading)) if one]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (COSTS, ["Interviews", "Costs"]),
        (BLOCKED, ["Conversations", "Blocked users"]),
        (RECEIPTS, ["Conversations", "Erasures"]),
        (f"{RECEIPTS}find/", ["Conversations", "Erasures"]),
        (THREADS, ["Conversations", "Threads"]),
        (INBOX, ["Conversations", "Inbox"]),
        (AUDIT_LOG, ["Conversations", "Audit log"]),
        (SCHEDULES, ["Housekeeping", "Schedules"]),
        (FAILED, ["Housekeeping", "Failed tasks"]),
        (USERS, ["Authentication and Authorization", "Users"]),
    ],
)
def test_breadcrumbs_have_the_words_of_the_navigation(superuser: Client, path: str, shown: list[str]) -> None:
    assert crumbs(superuser.get(path).content.decode())[-2:] == shown


def test_the_page_of_a_row_is_called_after_its_list(superuser: Client) -> None:
    rows = dict(zip(LISTS, one_row_a_list(), strict=True))
    page = superuser.get(f"{INBOX}{rows[INBOX].pk}/change/").content.decode()
    assert f"<title> message {rows[INBOX].pk} | Inbox | WhatsPR</title>" in " ".join(page.split())


def test_an_apps_page_lists_its_pages_by_the_same_words(superuser: Client) -> None:
    shown = words(superuser.get("/admin/sessions_app/").content.decode())
    assert "Audit log Blocked users Erasures Inbox Needs a person Outbox Sessions Threads" in shown


def test_only_pages_where_something_is_changed_by_hand_have_a_history(superuser: Client) -> None:
    user = superuser.get(USERS).context["cl"].result_list[0]
    assert "/history/" in superuser.get(f"{USERS}{user.pk}/change/").content.decode()
    for path, row in zip(LISTS, one_row_a_list(), strict=True):
        assert "/history/" not in superuser.get(f"{path}{row.pk}/change/", follow=True).content.decode(), path


@pytest.mark.parametrize(
    "path", [SESSIONS, INBOX, AUDIT_LOG, RELEASES, RECEIPTS, BLOCKED, FAILED, "/admin/django_q/ormq/"]
)
def test_an_empty_list_says_what_to_do_and_not_how_to_create_a_row(superuser: Client, path: str) -> None:
    page = superuser.get(path)
    empty_sentence = page.context["cl"].model_admin.empty_sentence
    assert f"Nothing here yet. {empty_sentence}" in unescape(words(page.content.decode()))
    assert "Create a new item" not in page.content.decode()


def test_a_search_without_a_match_leads_back_to_all_rows(superuser: Client) -> None:
    for query in ("?q=0001", "?state=failed"):
        page = superuser.get(f"{INBOX}{query}").content.decode()
        assert "Nothing matches. No row has what was searched or filtered for." in words(page)
        assert "Clear the search and the filters" in page.partition('<a href="?"')[2]


def test_every_list_in_the_navigation_has_its_own_words_for_nothing() -> None:
    models = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry}
    named = [name for pages in sidebar.GROUPS.values() for _, _, name, _ in pages]
    lists = [name for name in named if not name.startswith("auth_") and name != "assistant_modelusage"]
    words = [admin.site._registry[models[name]].empty_sentence for name in lists]  # type: ignore[attr-defined]
    assert len({ConsoleAdmin.empty_sentence, *words}) == len(lists) + 1
