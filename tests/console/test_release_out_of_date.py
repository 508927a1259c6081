"""Pages of a press release that are out of date: nothing is done that they did not show."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from assistant import versions
from assistant.models import PressRelease
from sessions_app.models import (
    SessionBackend,
)
from sessions_app.operators import press_releases
from sessions_app.operators.actions import Refused
from sessions_app.operators.press_releases import SeenRelease, mark_of_text
from tests.support import console_pages, release_pages
from tests.support.console_pages import RELEASES, deeds, said
from tests.support.press_releases import PHONE, say, say_all, write_versions
from tests.support.release_pages import REASON, approve, correct, page_of, send, sent

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)
release = pytest.fixture(release_pages.release)


def _told_again(release: PressRelease) -> None:
    say(PHONE, "city", "Bruges, Belgium")


def _written_again(release: PressRelease) -> None:
    say(PHONE, "headline", "Kelp & Co raises €4 million")
    versions.write_version(release)


def _proposed(release: PressRelease) -> None:
    seen = SeenRelease(pk=release.pk, version=2, mark=str(release.facts.get(key="city")))
    press_releases.correct(seen, operator="otto", key="city", value="Ghent, Belgium", reason=REASON)


@pytest.mark.parametrize("change", [_told_again, _written_again, _proposed])
@pytest.mark.parametrize("page", ["correct/city", "approve"])
def test_what_the_page_did_not_show_is_not_acted_on(
    operator: Client, release: PressRelease, page: str, change: Callable[[PressRelease], None]
) -> None:
    shown = page_of(operator, release, page)
    change(release)
    response = send(operator, release, page, shown=shown, value="Liège, Belgium")
    assert said(response) == [press_releases.CHANGED]
    assert response.status_code == 409
    assert not deeds().filter(operator="olga").exists()
    assert not release.facts.filter(value="Liège, Belgium").exists()
    assert sent() == []


def test_a_fact_that_is_not_corrected_may_change_meanwhile(operator: Client, release: PressRelease) -> None:
    shown = page_of(operator, release, "correct/city")
    say(PHONE, "link", "https://kelp.example")
    assert "Proposed" in said(correct(operator, release, "city", "Ghent, Belgium", shown=shown))[0]


@pytest.mark.parametrize("page", ["correct/city", "approve"])
@pytest.mark.parametrize(
    ("status", "why"),
    [("parked", "is parked"), ("finished", "is approved and closed"), ("discarded", "was discarded")],
)
def test_a_release_that_the_user_is_not_at_is_not_changed(
    operator: Client, release: PressRelease, page: str, status: str, why: str
) -> None:
    shown = page_of(operator, release, page)
    PressRelease.objects.update(status=status)
    assert why in said(send(operator, release, page, shown=shown, value="Ghent, Belgium"))[0]
    assert why in said(operator.get(f"{RELEASES}{release.pk}/{page}/", follow=True))[0]
    assert "Correct…" not in page_of(operator, release)
    assert (deeds().count(), sent()) == (0, [])


def test_an_approved_release_beside_a_draft_is_not_changed(operator: Client, release: PressRelease) -> None:
    shown = page_of(operator, release, "approve")
    PressRelease.objects.update(status="approved")
    PressRelease.objects.create(phone=PHONE)
    assert said(approve(operator, release, shown=shown)) == [press_releases.NOT_CURRENT]


def test_a_release_that_is_gone_is_not_changed(operator: Client, release: PressRelease) -> None:
    pages = {page: page_of(operator, release, page) for page in ("correct/city", "approve")}
    pk = release.pk
    release.delete()
    release.pk = pk
    for page, shown in pages.items():
        response = send(operator, release, page, shown=shown, value="Ghent, Belgium")
        assert response.redirect_chain[-1][0] == RELEASES, page
    with pytest.raises(Refused, match="not there any more"):
        press_releases.approve(SeenRelease(pk=pk, version=2, mark=""), operator="olga", reason=REASON)


def test_nothing_is_done_while_the_sessions_are_moved(operator: Client, release: PressRelease) -> None:
    SessionBackend.objects.update_or_create(
        pk=SessionBackend.CURRENT, defaults={"backend": "moving", "since": timezone.now()}
    )
    assert "Actions are not possible now" in said(approve(operator, release))[0]
    assert "Actions are not possible now" in said(correct(operator, release, "city", "Ghent, Belgium"))[0]


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 400, "٢", "2.0", "\0"])
def test_a_form_without_a_version_is_out_of_date(
    operator: Client, release: PressRelease, version: str
) -> None:
    assert said(approve(operator, release, version=version)) == [press_releases.CHANGED]


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_once_one_counts() -> None:
    release = say_all()
    version = write_versions(release)
    seen = SeenRelease(pk=release.pk, version=2, mark=mark_of_text(version.text))
    outcomes: list[str] = []
    both = threading.Barrier(2)

    def approve_as(name: str) -> None:
        both.wait(timeout=30)
        try:
            outcomes.append(press_releases.approve(seen, operator=name, reason=REASON))
        except Refused as refused:
            outcomes.append(str(refused))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=approve_as, args=(name,)) for name in ("olga", "otto")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome.split(".")[0] for outcome in outcomes) == [
        "Version 2 is approved",
        "Version 2 is approved already, and nothing has changed since",
    ]
    assert (len(sent()), deeds().count()) == (5, 1)
