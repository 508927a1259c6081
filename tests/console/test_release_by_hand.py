"""A version that an operator writes by hand: prefilled, checked, saved, approved in their own name."""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assistant import press_release, snapshot, versions
from assistant.interviewer import UserMessage
from assistant.models import PressRelease, ReleaseVersion
from sessions_app.models import SessionBackend
from sessions_app.operators import press_releases
from sessions_app.privacy import pseudonym
from tests.support import console_pages, release_pages
from tests.support.console_pages import RELEASES, client_with, deeds, said, words
from tests.support.press_releases import PHONE, say, turn_of
from tests.support.release_pages import REASON, SCRIPT, page_of, send, sent

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)
release = pytest.fixture(release_pages.release)

SECOND = "The second farm creates 12 jobs in Ostend by June 2027."
REWRITTEN = "By June 2027, the second farm creates 12 jobs in Ostend."
USE = "The company will use the money to build a second farm off Ostend."


def text_in(page: str) -> str:
    """Return what stands in the form's text box."""
    [found] = re.findall(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", page, re.DOTALL)
    return unescape(found)


def changed(client: Client, release: PressRelease, old: str, new: str) -> str:
    return text_in(page_of(client, release, "write")).replace(old, new)


def check(client: Client, release: PressRelease, text: str, **more: str) -> Any:
    return send(client, release, "write", text=text, check="", **more)


def save(client: Client, release: PressRelease, text: str, **more: str) -> Any:
    return send(client, release, "write", text=text, save="", **more)


def newest() -> ReleaseVersion:
    return ReleaseVersion.objects.latest("number")


# --- Write and check ---------------------------------------------------------------------------


def test_the_form_has_the_paragraphs_and_shows_what_stands_around_them(
    operator: Client, release: PressRelease
) -> None:
    page = page_of(operator, release, "write")
    lead, details = text_in(page).split("\n\n")
    assert lead.startswith("Kelp & Co today announced that it has raised €4 million in a seed round")
    assert details == SECOND
    shown = words(page)
    assert shown.index("farm the North Sea") < shown.index("The paragraphs") < shown.index("said Bo Lee")
    assert text_in(page) not in shown


def test_a_check_shows_what_each_sentence_rests_on_and_stores_nothing(
    operator: Client, release: PressRelease
) -> None:
    response = check(operator, release, changed(operator, release, SECOND, REWRITTEN))
    assert response.status_code == 200
    page = response.content.decode()
    assert f"{REWRITTEN} More facts {SECOND}" in words(page)
    assert REWRITTEN in text_in(page)
    assert "Save as version 3" in words(page)
    assert (newest().number, deeds().count()) == (2, 0)


def test_a_saved_version_has_its_author_and_keeps_the_citations_of_what_is_unchanged(
    operator: Client, release: PressRelease
) -> None:
    before = newest()
    response = save(operator, release, changed(operator, release, SECOND, REWRITTEN))
    assert said(response)[0].startswith("Saved as version 3.")
    version = newest()
    assert (version.number, version.author, version.written_by) == (3, "operator", "olga")
    assert version.text == before.text.replace(SECOND, REWRITTEN)
    old, new = (
        [(one["text"], one["facts"]) for part in one.parts for one in part["sentences"]]
        for one in (before, version)
    )
    [detail] = release.facts.filter(key="detail")
    assert [pair for pair in new if pair not in old] == [(REWRITTEN, [str(detail)])]
    assert "Written by olga (operator)" in words(response.content.decode(), "rp-read")


def test_it_is_in_the_audit_log_without_the_text(operator: Client, release: PressRelease) -> None:
    save(operator, release, changed(operator, release, SECOND, REWRITTEN))
    entry = deeds().get()
    assert (entry.operator, entry.action, entry.user) == ("olga", "write", pseudonym(PHONE))
    assert entry.details == {"release": release.pk, "version": 3}


def test_the_user_is_sent_nothing_and_the_thread_is_told(operator: Client, release: PressRelease) -> None:
    save(operator, release, changed(operator, release, SECOND, REWRITTEN))
    assert sent() == []
    assert press_release.news([PHONE]).changed == {PHONE}
    told = snapshot.snapshot(turn_of(PHONE, UserMessage(text="hello", at=timezone.now())))
    assert '"version": 3, "version_is_news": true' in told


def test_a_thread_is_told_again_of_a_version_that_is_written_meanwhile(
    operator: Client, release: PressRelease
) -> None:
    claimed_at = timezone.now()
    save(operator, release, changed(operator, release, SECOND, REWRITTEN))
    press_release.told(phone=PHONE, until=claimed_at)
    assert press_release.news([PHONE]).changed == {PHONE}
    press_release.told(phone=PHONE, until=timezone.now())
    assert press_release.news([PHONE]).changed == set()


def test_an_approved_release_becomes_a_draft_again(operator: Client, release: PressRelease) -> None:
    versions.approve(newest(), words="yes")
    save(operator, release, changed(operator, release, SECOND, REWRITTEN))
    assert PressRelease.objects.get().status == "draft"


def test_what_a_fact_changes_later_is_changed_in_it_and_its_writer_stays(
    operator: Client, release: PressRelease
) -> None:
    save(operator, release, changed(operator, release, SECOND, f"{REWRITTEN} {SECOND}"))
    say(PHONE, "use_of_funds", "build a third farm off Ostend", "no, build a third farm off Ostend")
    version = versions.write_version(PressRelease.objects.get())
    assert REWRITTEN in version.text
    assert "third farm" in version.text
    assert (version.number, version.author, version.written_by) == (4, "operator", "olga")


# --- Approval ----------------------------------------------------------------------------------


def test_it_is_approved_in_the_operators_own_name(operator: Client, release: PressRelease) -> None:
    save(operator, release, changed(operator, release, SECOND, REWRITTEN))
    response = send(operator, release, "approve")
    assert said(response) == ["Version 3 is approved. The text is on its way to the user."]
    version = newest()
    assert (version.approved_by, version.approval) == ("olga", REASON)
    assert sent()[1] == version.text


def test_what_is_missing_blocks_it_and_is_said_at_each_step(operator: Client, release: PressRelease) -> None:
    page_before = page_of(operator, release, "approve")
    text = changed(operator, release, USE, "")
    checked = words(check(operator, release, text).content.decode())
    assert "You can save this, but it cannot be approved: 1 problem" in checked
    assert "Blocks Use of the money is not in the text." in checked
    page = save(operator, release, text).content.decode()
    assert "Version 3 cannot be approved. Blocks Use of the money is not" in words(page, "rp-status")
    asked = page_of(operator, release, "approve")
    assert "It cannot be approved." in asked
    assert "Use of the money is not in the text." in asked
    assert "<form" not in asked[asked.index('id="rp-draft"') :]
    shown = page_before.replace('name="version" value="2"', 'name="version" value="3"')
    mark = press_releases.mark_of_text(newest().text)
    response = send(operator, release, "approve", shown=shown, mark=mark)
    assert said(response) == [press_releases.BLOCKED]
    assert (newest().approved_at, sent()) == (None, [])
    assert [entry.action for entry in deeds()] == ["write"]


def test_a_blocked_text_confirms_no_proposal(operator: Client, release: PressRelease) -> None:
    save(operator, release, changed(operator, release, USE, ""))
    send(operator, release, "correct/city", value="Bruges, Belgium")
    draft = press_releases.ready(PressRelease.objects.get())
    shown = page_of(operator, release, "correct/city")
    mark = press_releases.mark_of_text(draft.text)
    response = send(operator, release, "approve", shown=shown, mark=mark)
    assert said(response) == [press_releases.BLOCKED]
    assert release.facts.get(value="Bruges, Belgium").confirmed_at is None
    assert newest().number == 3


# --- What is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize("how", [check, save])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a" * 10_001, "The text has 10,001 characters, and 10,000 are the most."),
        ("It grows. " * 81, "The text has 81 sentences, and 80 are the most."),
        (f"It {'grows ' * 200}", "A sentence has 1,202 characters, and 1,000 are the most."),
        ("\u200b\n\n\u2060", "There is no text."),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_and_stays_in_the_form(
    operator: Client, release: PressRelease, how: Callable[..., Any], text: str, why: str
) -> None:
    response = how(operator, release, text)
    assert (response.status_code, said(response)) == (409, [why])
    assert text.strip() in response.content.decode()
    assert (newest().number, deeds().count()) == (2, 0)


@pytest.mark.parametrize("text", ["", "a\0b"])
def test_a_text_that_is_none_is_asked_for_again(operator: Client, release: PressRelease, text: str) -> None:
    response = save(operator, release, text)
    assert response.status_code == 409
    assert response.context["form"].errors["text"]
    assert newest().number == 2


def test_the_same_text_makes_no_version(operator: Client, release: PressRelease) -> None:
    response = save(operator, release, changed(operator, release, "", ""))
    assert said(response) == ["That is the text of version 2: nothing is different."]
    assert newest().number == 2


def test_too_many_versions_are_refused(operator: Client, release: PressRelease) -> None:
    release.versions.filter(number=2).update(number=versions.MAX_VERSIONS)
    response = save(operator, release, changed(operator, release, SECOND, REWRITTEN))
    assert said(response) == ["The press release has 20 versions, which is the most."]


def test_without_all_facts_nothing_can_be_written(operator: Client) -> None:
    release = say(PHONE, "company_name", "Kelp & Co").release
    assert "Write by hand" not in page_of(operator, release)
    response = operator.get(f"{RELEASES}{release.pk}/write/", follow=True)
    assert said(response)[0].startswith("Some facts are missing: Announcement,")


def _told_again(release: PressRelease) -> None:
    say(PHONE, "city", "Bruges, Belgium")


def _written_again(release: PressRelease) -> None:
    say(PHONE, "headline", "Kelp & Co raises €4 million")
    versions.write_version(release)


@pytest.mark.parametrize("how", [check, save])
@pytest.mark.parametrize("change", [_told_again, _written_again])
def test_what_the_page_did_not_show_is_not_written_over(
    operator: Client, release: PressRelease, how: Callable[..., Any], change: Callable[[PressRelease], None]
) -> None:
    shown = page_of(operator, release, "write")
    text = text_in(shown).replace(SECOND, REWRITTEN)
    change(release)
    response = how(operator, release, text, shown=shown)
    assert (response.status_code, said(response)) == (409, [press_releases.CHANGED])
    assert REWRITTEN in text_in(response.content.decode())
    assert not ReleaseVersion.objects.filter(author="operator").exists()
    assert not deeds().exists()


@pytest.mark.parametrize(
    ("status", "why"),
    [("parked", "is parked"), ("finished", "is approved and closed"), ("discarded", "was discarded")],
)
def test_a_release_that_the_user_is_not_at_is_not_written(
    operator: Client, release: PressRelease, status: str, why: str
) -> None:
    shown = page_of(operator, release, "write")
    PressRelease.objects.update(status=status)
    for how in (check, save):
        assert why in said(how(operator, release, REWRITTEN, shown=shown))[0]
    assert why in said(operator.get(f"{RELEASES}{release.pk}/write/", follow=True))[0]
    assert newest().number == 2


def test_nothing_is_written_while_the_sessions_are_moved(operator: Client, release: PressRelease) -> None:
    text = changed(operator, release, SECOND, REWRITTEN)
    SessionBackend.objects.update_or_create(
        pk=SessionBackend.CURRENT, defaults={"backend": "moving", "since": timezone.now()}
    )
    assert "Actions are not possible now" in said(save(operator, release, text))[0]
    assert newest().number == 2


def test_a_release_that_is_gone_leads_to_the_list(operator: Client, release: PressRelease) -> None:
    shown = page_of(operator, release, "write")
    pk = release.pk
    release.delete()
    release.pk = pk
    for how in (check, save):
        assert how(operator, release, REWRITTEN, shown=shown).redirect_chain[-1][0] == RELEASES


def test_only_who_may_steer_can_write(viewer: Client, release: PressRelease) -> None:
    assert "Write by hand" not in page_of(viewer, release)
    for client in (viewer, client_with("view_inboundmessage", "steer_session")):
        address = f"{RELEASES}{release.pk}/write/"
        assert client.get(address).status_code == 403
        assert client.post(address, {"text": REWRITTEN, "save": ""}).status_code == 403
    assert newest().number == 2


def test_the_number_is_not_shown_and_a_look_changes_nothing(operator: Client, release: PressRelease) -> None:
    release.refresh_from_db()
    page = page_of(operator, release, "write")
    assert PHONE.removeprefix("+") not in page
    assert pseudonym(PHONE) in page
    assert PressRelease.objects.get().updated_at == release.updated_at


@pytest.mark.parametrize("text", [SCRIPT, "'\"><img src=x onerror=alert(1)>", "</textarea><b>x"])
def test_whatever_is_written_is_text(operator: Client, release: PressRelease, text: str) -> None:
    checked = check(operator, release, changed(operator, release, SECOND, f"So {text}"))
    saved = save(operator, release, changed(operator, release, SECOND, f"So {text}"))
    for response in (checked, saved):
        page = response.content.decode()
        assert text not in page
        assert escape(text) in re.sub("</?mark[^>]*>", "", page)


def test_a_user_cannot_approve_what_they_were_not_shown(release: PressRelease) -> None:
    seen = press_releases.SeenRelease(
        pk=release.pk, version=2, mark=press_releases.mark_of_facts(versions.draft(release))
    )
    text = press_releases.paragraphs_of(versions.draft(release)).replace(SECOND, REWRITTEN)
    version = press_releases.write(seen, operator="olga", text=text)
    assert versions.is_unseen(version)
    assert not versions.approve(version, words="yes")
    versions.mark_seen(version, turn=turn_of(PHONE).token)
    assert versions.approve(version, words="yes")
