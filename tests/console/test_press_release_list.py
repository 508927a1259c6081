"""The list of press releases."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assistant import versions
from assistant.models import PressRelease, ReleaseVersion
from sessions_app.privacy import pseudonym
from tests.support import console_pages, release_pages
from tests.support.console_pages import RELEASES, words
from tests.support.factories import phone_number
from tests.support.press_releases import PHONE, say

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)
release = pytest.fixture(release_pages.release)


def rows(client: Client) -> str:
    page = client.get(RELEASES).content.decode()
    return words(page[page.index('id="result_list"') :])


def test_the_list_says_what_is_there_of_each_release(viewer: Client, release: PressRelease) -> None:
    headline = "Kelp &amp; Co raises €4 million to farm the North Sea"
    assert f"{pseudonym(PHONE)} Draft Kelp &amp; Co {headline} 19 of 19 2 now" in rows(viewer)
    newest = versions.latest(release)
    assert newest
    versions.approve(newest, words="yes")
    say(phone_number(7), "announcement_type", "product", "a product launch")
    assert "19 of 19 2, approved now" in rows(viewer)
    assert f"{pseudonym(phone_number(7))} Draft 1 of 13 now" in rows(viewer)


def test_the_list_costs_the_same_queries_whatever_it_holds(viewer: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            viewer.get(RELEASES)
        return len(captured)

    now = timezone.now()
    for count in range(50):
        release = say(phone_number(count), "company_name", "Acme").release
        for number in (1, 2):
            ReleaseVersion.objects.create(release=release, number=number, text="x", facts=[], created_at=now)
        if count == 4:
            queries()  # the first request keeps what later ones find
            few = queries()
    assert queries() == few <= 9
