"""The page of a press release: what it shows, and to whom."""

import threading
from html import escape

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assistant import earlier_fields, versions
from assistant.announcement_types import NUMBERED
from assistant.models import Fact, PressRelease, ReleaseVersion
from sessions_app.messages import opt_outs
from sessions_app.models import (
    OptOut,
)
from sessions_app.privacy import pseudonym
from tests.support import console_pages, release_pages
from tests.support.console_pages import (
    RELEASES,
    address,
    client_of,
    client_with,
    deeds,
    html,
    said,
    words,
)
from tests.support.factories import SessionFactory, phone_number
from tests.support.press_releases import PHONE, say, say_all
from tests.support.release_pages import REASON, SCRIPT, correct, page_of

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)
release = pytest.fixture(release_pages.release)

BIDI = "Lumen \u202egnp.exe\u202c Press"


def column(page: str, number: int) -> tuple[str, str]:
    """Return the heading and the text of one of the versions side by side."""
    begins = page.index(f"rp-column-{number}")
    shown = page[
        begins : page.find("rp-column-2", begins) if number == 1 else page.index("</section>", begins)
    ]
    return words(shown[shown.index("<h3>") : shown.index("</h3>")]), shown


# --- What is shown -----------------------------------------------------------------------------


def test_facts_are_in_the_order_of_the_questions_with_words_source_and_message(
    viewer: Client, release: PressRelease
) -> None:
    shown = words(page_of(viewer, release), "rp-facts")
    labels = [
        "Company name",
        "Amount",
        "Headline",
        "Quotation",
        "Speaker",
        "Quotation 2",
        "Speaker 2",
        "City",
    ]
    assert sorted(labels, key=shown.index) == labels
    amount = release.facts.get(key="amount")
    told = (
        f"Amount €4 million Said we raised 4 million euros The user wrote it, {amount.created_at:%-d %b %Y}"
    )
    assert told in shown
    assert amount.message_sid in shown
    assert "City Ostend, Belgium The user wrote it, in these very words," in shown


def test_former_values_and_proposals_stand_apart(viewer: Client, release: PressRelease) -> None:
    correct(client_of("Operators"), release, "city", "Bruges, Belgium")
    page = page_of(viewer, release)
    assert "Lead investor Blue Harbor Ventures" in words(page, "rp-former")
    assert "Lead investor Blue Harbour Ventures" in words(page, "rp-facts")
    proposed = words(page, "rp-proposals")
    assert (
        f"City Bruges, Belgium In place of Ostend, Belgium Reason {REASON} olga (operator) wrote it"
        in proposed
    )
    assert "Bruges" not in words(page, "rp-facts")


def test_what_is_missing_is_named(viewer: Client) -> None:
    release = say(PHONE, "announcement_type", "product", "a product launch").release
    shown = words(page_of(viewer, release), "rp-status")
    assert "12 facts missing" in shown
    assert "Missing Company name Product What it does Availability Headline" in shown
    assert "Price" in words(page_of(viewer, release), "rp-facts")


def test_the_newest_two_versions_stand_side_by_side_and_others_can_be_chosen(
    viewer: Client, release: PressRelease
) -> None:
    say(PHONE, "city", "Bruges, Belgium")
    versions.write_version(release)
    page = page_of(viewer, release)
    assert [column(page, 1)[0], column(page, 2)[0]] == ["Version 2", "Version 3, the newest"]
    assert "OSTEND" in column(page, 1)[1]
    assert "<ins>BRUGES,</ins>" in column(page, 2)[1]
    page = page_of(viewer, release, left="1", right="2")
    assert [column(page, 1)[0], column(page, 2)[0]] == ["Version 1", "Version 2"]
    assert page.count("rp-changed") == 4
    assert "<del>Harbor</del>" in column(page, 1)[1]
    assert "<ins>Harbour</ins>" in column(page, 2)[1]


@pytest.mark.parametrize("number", ["", "0", "99", "-1", "x", "9" * 400, "\0", "٣", "1.0"])
def test_any_version_to_compare_is_harmless(viewer: Client, release: PressRelease, number: str) -> None:
    page = page_of(viewer, release, left=number, right=number)
    assert [column(page, 1)[0], column(page, 2)[0]] == ["Version 1", "Version 2, the newest"]


def test_an_approval_is_shown_with_who_when_and_the_words(viewer: Client, release: PressRelease) -> None:
    newest = versions.latest(release)
    assert newest
    versions.approve(newest, words="Perfect, go ahead")
    shown = words(page_of(viewer, release), "rp-status")
    assert "Approved All facts are there" in shown
    assert "Version 2 , approved by the user," in shown
    assert "UTC : Perfect, go ahead" in shown


def test_the_text_to_copy_is_that_of_the_newest_version(viewer: Client, release: PressRelease) -> None:
    newest = versions.latest(release)
    assert newest
    assert f">\n{escape(newest.text)}</textarea>" in page_of(viewer, release)


def test_the_session_page_leads_to_the_release(viewer: Client, release: PressRelease) -> None:
    session = SessionFactory.create(phone=PHONE)
    assert f'href="{RELEASES}{release.pk}/change/"' in html(viewer, session)
    assert f'href="{address(session)}"' in page_of(viewer, release)


def test_the_page_says_that_the_user_has_opted_out(viewer: Client, release: PressRelease) -> None:
    opt_outs.add([PHONE], how=OptOut.How.WORD)
    assert "The user has opted out" in words(page_of(viewer, release), "rp-status")


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 40, "abc", "-1", "%00", "٣"])
def test_a_release_that_is_not_there_leads_to_the_list_with_a_message(viewer: Client, pk: str) -> None:
    response = viewer.get(f"{RELEASES}{pk}/change/", follow=True)
    assert said(response) == ["There is no such press release."]


# --- Who sees and does what --------------------------------------------------------------------


@pytest.mark.parametrize("group", ["Viewers", "Operators"])
def test_the_number_is_shown_nowhere(group: str, release: PressRelease) -> None:
    page = page_of(client_of(group), release)
    assert PHONE.removeprefix("+") not in page
    assert pseudonym(PHONE) in words(page, "rp-status")


def test_a_viewer_is_offered_no_actions_and_cannot_post_one(viewer: Client, release: PressRelease) -> None:
    page = page_of(viewer, release)
    assert not [word for word in ("/correct/", "/approve/", "Approve…") if word in page]
    form = {"version": "2", "mark": "", "value": "Bruges, Belgium", "reason": REASON}
    for path in ("correct/city", "approve"):
        address = f"{RELEASES}{release.pk}/{path}/"
        assert viewer.get(address).status_code == 403
        assert viewer.post(address, form).status_code == 403
    assert not deeds().exists()
    assert not release.facts.filter(source="operator").exists()


def test_without_the_permission_to_view_nothing_is_shown_or_done(release: PressRelease) -> None:
    nobody = client_with("view_inboundmessage", "steer_session")
    for path in ("change", "correct/city", "approve"):
        assert nobody.get(f"{RELEASES}{release.pk}/{path}/").status_code == 403


def test_a_look_changes_nothing(operator: Client, release: PressRelease) -> None:
    release.refresh_from_db()
    for path in ("change", "correct/city", "approve"):
        page_of(operator, release, path)
    again = PressRelease.objects.get()
    assert (again.updated_at, again.versions.count()) == (release.updated_at, 2)


# --- Odd texts, long ones and old ones ---------------------------------------------------------


@pytest.mark.parametrize(
    "text", [SCRIPT, BIDI, "{{ 7|add:7 }} {% now 'Y' %}", "'\"><img src=x onerror=alert(1)>"]
)
def test_whatever_is_told_is_text(operator: Client, release: PressRelease, text: str) -> None:
    correct(operator, release, "detail", f"Proposed {text}", reason=f"because {text}")
    Fact.objects.filter(key__in=["company_name", "headline", "quote_2"]).update(
        value=f"Fact {text}", said=text
    )
    versions.write_version(PressRelease.objects.get())
    ReleaseVersion.objects.filter(number=1).update(
        approved_at=timezone.now(), approval=text, approved_by="olga", text=text
    )
    pages = [page_of(operator, release, left="1"), page_of(operator, release, "approve")]
    pages += [page_of(operator, release, f"correct/{key}") for key in ("quote_2", "detail")]
    pages.append(operator.get(RELEASES).content.decode())
    for page in pages:
        assert escape(text)[:20] in page
        if text != BIDI:
            assert text not in page


def test_what_turns_the_direction_ends_with_its_own_element(viewer: Client) -> None:
    release = say(PHONE, "company_name", "Lumen").release
    Fact.objects.update(value="Lumen \u202egnp.exe")  # as in an older release
    assert '<div class="rp-value" dir="auto">Lumen \u202egnp.exe</div>' in page_of(viewer, release)
    assert '<bdi dir="auto">Lumen \u202egnp.exe</bdi>' in viewer.get(RELEASES).content.decode()


def long_release() -> PressRelease:
    """More than 60 facts, as many former values, and 20 versions."""
    release = say_all()
    now = timezone.now()
    for key in (f"{base}_{number}" for number in range(2, 21) for base in NUMBERED):
        release.facts.filter(key=key).update(superseded_at=now)
        for superseded_at in (now, None):
            Fact.objects.create(
                release=release, key=key, value="word " * 300, said=f"{key} " + "word " * 300,
                created_at=now, confirmed_at=now, superseded_at=superseded_at,
            )  # fmt: skip
    for number in range(1, 21):
        text = "\n\n".join(f"Paragraph {place} of {number if place % 7 == 0 else 0}" for place in range(150))
        ReleaseVersion.objects.create(release=release, number=number, text=text, facts=[], created_at=now)
    return release


def test_a_release_of_20_versions_and_60_facts_costs_no_more_queries(operator: Client) -> None:
    counted = []
    for release in (say(phone_number(7), "company_name", "Acme").release, long_release()):
        page_of(operator, release)  # the first request keeps what later ones find
        with CaptureQueriesContext(connection) as queries:
            page = page_of(operator, release)
        counted.append(len(queries))
    assert page.count('class="rp-fact"') > 60
    assert page.count("<option") == 60
    assert column(page, 2)[0] == "Version 20, the newest"
    assert counted[1] - counted[0] <= 2  # is the newest version up to date?
    assert counted[1] <= 16


@pytest.mark.parametrize("odd", ["  ok ", "skip\n\n- \x07", SCRIPT, BIDI, "x" * 9_000])
def test_a_draft_of_before_there_were_facts_is_shown_and_can_be_corrected(operator: Client, odd: str) -> None:
    fields = {"company_name": odd, "announcement_type": odd, "quotes": odd, "slogan": odd, "headline": "  "}
    release = PressRelease.objects.create(phone=PHONE, fields=fields)
    shown = words(page_of(operator, release), "rp-facts")
    assert "Quotation" in shown
    assert "Announcement Other news" in shown
    assert release.facts.count() == 4
    assert "Proposed" in said(correct(operator, release, "company_name", "Acme"))[0]


def test_a_finished_release_of_before_there_were_versions_is_shown(viewer: Client) -> None:
    release = PressRelease.objects.create(phone=PHONE, status="finished", text=f"OLD\n{SCRIPT}")
    page = page_of(viewer, release)
    assert f"OLD {escape(SCRIPT)}" in words(page, "rp-read")
    assert "Written before there were versions." in words(page, "rp-read")
    now = timezone.now()
    ReleaseVersion.objects.create(
        release=release, number=1, text="OLD", facts=[], created_at=now, approved_at=now
    )
    page = page_of(viewer, release)
    assert "Version 1, the newest" in words(page, "rp-read")
    assert "Version 1 , approved by the user" in words(page, "rp-status")


def test_a_fact_that_the_table_does_not_know_any_more_is_shown(viewer: Client) -> None:
    release = PressRelease.objects.create(phone=PHONE)
    now = timezone.now()
    Fact.objects.create(
        release=release, key="slogan", value="Fly", said="Fly", created_at=now, confirmed_at=now
    )
    assert "slogan Fly" in words(page_of(viewer, release), "rp-facts")


@pytest.mark.django_db(transaction=True)
def test_fields_become_facts_once_though_two_look_at_the_same_time() -> None:
    release = PressRelease.objects.create(
        phone=PHONE, fields={"company_name": "Acme", "headline": "Acme flies"}
    )
    both, failed = threading.Barrier(4), []

    def look() -> None:
        both.wait(timeout=30)
        try:
            earlier_fields.adopt(PressRelease.objects.get(pk=release.pk))
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failed, release.facts.count()) == ([], 2)
