"""The page of a press release: what it shows, to whom, and what operators do there."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assistant import earlier_fields, facts, press_release, snapshot, version_texts, versions
from assistant.announcement_types import NUMBERED
from assistant.interviewer import UserMessage
from assistant.models import Fact, PressRelease, ReleaseVersion
from assistant.openai import toolbox
from assistant.openai.api import OpenAIApi
from assistant.openai.writer import Writer
from sessions_app.messages import blocks, opt_outs
from sessions_app.models import (
    Conversation,
    InboundMessage,
    OptOut,
    OutboundMessage,
    SessionBackend,
)
from sessions_app.operators import press_releases
from sessions_app.operators.actions import Refused
from sessions_app.operators.press_releases import SeenRelease, mark_of_text
from sessions_app.privacy import pseudonym
from sessions_app.turns import approval
from tests.support import console_pages
from tests.support.console_pages import RELEASES, SESSIONS, client_of, client_with, deeds, html, said, words
from tests.support.factories import ConversationFactory, InboundFactory, SessionFactory, phone_number
from tests.support.press_releases import PHONE, say, say_all, turn_of, write_versions
from tests.support.release_pages import REASON, SCRIPT, page_of, send

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)

BIDI = "Lumen \u202egnp.exe\u202c Press"


@pytest.fixture
def release() -> PressRelease:
    """A funding round with two versions, of which none is approved."""
    release = say_all()
    write_versions(release)
    return release


def correct(client: Client, release: PressRelease, key: str, value: str, **more: str) -> Any:
    return send(client, release, f"correct/{key}", value=value, **more)


def approve(client: Client, release: PressRelease, **more: str) -> Any:
    return send(client, release, "approve", **more)


def sent() -> list[str]:
    return list(OutboundMessage.objects.filter(phone=PHONE).order_by("id").values_list("body", flat=True))


def column(page: str, number: int) -> tuple[str, str]:
    """Return the heading and the text of one of the versions side by side."""
    begins = page.index(f"rp-column-{number}")
    shown = page[
        begins : page.find("rp-column-2", begins) if number == 1 else page.index("</section>", begins)
    ]
    return words(shown[shown.index("<h3>") : shown.index("</h3>")]), shown


class Agreeing:
    """The context of turns in which the user says yes."""

    user = "somebody"

    async def run(self, change: Callable[..., Any], **values: object) -> Any:
        turn = turn_of(PHONE, UserMessage(text="yes", at=timezone.now()))
        return await sync_to_async(change)(turn, **values)

    note = run

    async def ask_for_person(self, *, reason: str) -> None:
        raise AssertionError(reason)


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
    assert f'href="{SESSIONS}{session.pk}/change/"' in page_of(viewer, release)


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


# --- Corrections -------------------------------------------------------------------------------


def test_a_correction_is_a_proposal_with_name_and_reason(operator: Client, release: PressRelease) -> None:
    response = correct(operator, release, "media_contact", "Bo Lee, bo@kelp.example, +32 59 55 00 01")
    assert said(response) == ["Proposed. The bot asks the user for a yes at the next turn."]
    proposal = release.facts.get(source=Fact.Source.OPERATOR)
    assert (proposal.operator, proposal.reason, proposal.confirmed_at) == ("olga", REASON, None)
    assert proposal.said == proposal.value == "Bo Lee, bo@kelp.example, +32 59 55 00 01"
    assert facts.gathered(PHONE).values["media_contact"] == "Bo Lee, press@kelp.example, +32 59 55 00 00"


def test_the_thread_is_told_of_a_correction(operator: Client, release: PressRelease) -> None:
    assert press_release.changed_outside([PHONE]) == set()
    correct(operator, release, "city", "Bruges, Belgium")
    assert press_release.changed_outside([PHONE]) == {PHONE}
    told = snapshot.snapshot(turn_of(PHONE, UserMessage(text="hello", at=timezone.now())))
    assert '"value": "Bruges, Belgium", "by": "our team (olga)"' in told
    assert REASON in told


def test_a_thread_is_told_again_if_an_operator_changes_more_meanwhile(
    operator: Client, release: PressRelease
) -> None:
    correct(operator, release, "city", "Bruges, Belgium")
    claimed_at = timezone.now()
    correct(operator, release, "round", "pre-seed")
    press_release.told(phone=PHONE, until=claimed_at)
    assert press_release.changed_outside([PHONE]) == {PHONE}
    approve(operator, release)
    press_release.told(phone=PHONE, until=timezone.now())
    assert press_release.changed_outside([PHONE]) == set()


def _toolbox_of_agreeing() -> toolbox.Toolbox:
    context = Agreeing()
    api = OpenAIApi(api_key="sk-test", base_url=None, timeout=1)
    return toolbox.Toolbox(context=context, writer=Writer(api=api, context=context))


def test_a_user_cannot_agree_to_a_correction_before_they_were_asked(
    operator: Client, release: PressRelease
) -> None:
    correct(operator, release, "city", "Bruges, Belgium")
    arguments = json.dumps({"proposal": str(release.facts.get(source="operator")), "said": "yes"})
    confirm = async_to_sync(_toolbox_of_agreeing().run)
    assert "Show it first" in confirm(name="confirm", arguments=arguments)
    press_release.told(phone=PHONE, until=timezone.now())
    assert json.loads(confirm(name="confirm", arguments=arguments))["old_value"] == "Ostend, Belgium"
    assert facts.gathered(PHONE).values["city"] == "Bruges, Belgium"


def test_a_correction_is_in_the_audit_log_without_the_value(operator: Client, release: PressRelease) -> None:
    session = SessionFactory.create(phone=PHONE)
    correct(operator, release, "city", "Bruges, Belgium")
    entry = deeds().get()
    assert (entry.operator, entry.action, entry.reason) == ("olga", "correct", REASON)
    assert (entry.user, entry.session_id) == (pseudonym(PHONE), session.pk)
    proposal = release.facts.get(source="operator")
    assert entry.details == {"release": release.pk, "fact": "city", "proposal": str(proposal)}


def test_a_fact_that_is_missing_can_be_proposed(operator: Client) -> None:
    release = say(PHONE, "company_name", "Kelp & Co").release
    assert "Which city and country is the news from?" in page_of(operator, release, "correct/city")
    correct(operator, release, "city", "Ostend, Belgium")
    assert release.facts.get(key="city").confirmed_at is None


def test_a_second_proposal_takes_the_place_of_the_first(operator: Client, release: PressRelease) -> None:
    for city in ("Bruges, Belgium", "Ghent, Belgium"):
        correct(operator, release, "city", city)
    assert [fact.value for fact in facts.gathered(PHONE).proposals] == ["Ghent, Belgium"]


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("media_contact", "Bo Lee", "e-mail"),
        ("release_date", "soon", "I cannot read one date in that"),
        ("round_closed", "perhaps", "yes or no"),
        ("city", " \u200b ", "I could not read anything in that"),
        ("city", "ok", "That is not a name"),
        ("headline", "x" * 111, "111 characters, and 110 are the most"),
        ("detail", "x" * 10_001, "longer than 10,000 characters"),
        ("city", "Ostend, Belgium", "That is what the press release says already."),
    ],
)
def test_a_value_that_cannot_be_kept_is_refused_and_stays_in_the_form(
    operator: Client, release: PressRelease, key: str, value: str, why: str
) -> None:
    response = correct(operator, release, key, value)
    assert response.status_code == 409
    assert why.casefold() in said(response)[0].casefold()
    assert escape(value) in response.content.decode()
    assert REASON in response.content.decode()
    assert (deeds().count(), release.facts.filter(source="operator").count()) == (0, 0)


def test_the_same_proposal_twice_is_refused(operator: Client, release: PressRelease) -> None:
    correct(operator, release, "city", "Bruges, Belgium")
    assert "proposed already" in said(correct(operator, release, "city", "Bruges, Belgium"))[0]


@pytest.mark.parametrize("reason", ["", "  ", "ab", "x" * 501, "a\0b c"])
def test_without_a_reason_nothing_is_done(operator: Client, release: PressRelease, reason: str) -> None:
    for response in (
        correct(operator, release, "city", "Bruges, Belgium", reason=reason),
        approve(operator, release, reason=reason),
    ):
        assert response.status_code == 409
        assert response.context["form"].errors["reason"]
    assert (deeds().count(), sent()) == (0, [])


@pytest.mark.parametrize("key", ["slogan", "city_2", "quote_21", "_"])
def test_a_fact_that_does_not_exist_cannot_be_corrected(
    operator: Client, release: PressRelease, key: str
) -> None:
    response = operator.post(f"{RELEASES}{release.pk}/correct/{key}/", {"value": "x"}, follow=True)
    assert said(response) == ["There is no such fact."]


# --- Approval ----------------------------------------------------------------------------------


def test_an_operator_approves_the_newest_version_in_their_own_name(
    operator: Client, release: PressRelease
) -> None:
    InboundFactory.create(phone=PHONE)
    response = approve(operator, release)
    assert said(response) == ["Version 2 is approved. The text is on its way to the user."]
    version = release.versions.get(number=2)
    assert (version.approved_by, version.approval) == ("olga", REASON)
    assert PressRelease.objects.get().status == "approved"
    assert f"Version 2 , approved by olga (operator), {version.approved_at:%-d %b %Y}" in words(
        response.content.decode()
    )
    entry = deeds().get()
    assert (entry.operator, entry.action, entry.reason) == ("olga", "approve", REASON)
    assert entry.details == {"release": release.pk, "version": 2, "told": True}


def test_the_user_gets_the_approved_text_and_the_thread_is_told_of_it(
    operator: Client, release: PressRelease
) -> None:
    approve(operator, release)
    assert sent() == [
        version_texts.approved_by_team(release.versions.get(number=2)),
        release.versions.get(number=2).text,
        approval.HERE_IT_IS,
        "kelp-co.docx",
        "kelp-co.pdf",
    ]
    assert "Our team has approved version 2" in sent()[0]
    assert OutboundMessage.objects.filter(untold=True, author="bot").count() == 5
    assert Conversation.objects.get(phone=PHONE).recap_from
    assert press_release.changed_outside([PHONE]) == {PHONE}


def test_an_approval_takes_in_what_operators_propose(operator: Client, release: PressRelease) -> None:
    correct(operator, release, "city", "Bruges, Belgium")
    page = page_of(operator, release, "approve")
    assert "It becomes version 3; what differs from version 2 is marked." in words(page)
    assert "City Bruges, Belgium In place of Ostend, Belgium Reason" in words(page)
    assert "<ins>BRUGES,</ins>" in page
    approve(operator, release)
    newest = release.versions.get(number=3)
    assert newest.approved_by == "olga"
    assert "BRUGES" in sent()[1]
    confirmed = release.facts.get(key="city", superseded_at=None)
    assert (confirmed.value, confirmed.source, confirmed.pk in newest.facts) == (
        "Bruges, Belgium",
        "operator",
        True,
    )
    assert confirmed.confirmed_at


def test_a_proposal_that_brings_back_the_text_of_a_version_is_confirmed_too(
    operator: Client, release: PressRelease
) -> None:
    say(PHONE, "lead_investor", "Blue Harbor Ventures")
    correct(operator, release, "lead_investor", "Blue Harbour Ventures")
    correct(operator, release, "quote_role_2", "partner at Blue Harbour Ventures")
    approve(operator, release)
    assert release.versions.get(approved_by="olga").number == 2
    assert facts.gathered(PHONE).values["lead_investor"] == "Blue Harbour Ventures"
    assert not facts.gathered(PHONE).proposals


def test_a_proposal_can_be_what_was_missing(operator: Client, release: PressRelease) -> None:
    release.facts.filter(key="city").delete()
    correct(operator, release, "city", "Bruges, Belgium")
    approve(operator, release)
    assert release.versions.get(approved_by="olga").number == 3


def test_a_user_who_has_opted_out_gets_nothing(operator: Client, release: PressRelease) -> None:
    opt_outs.add([PHONE], how=OptOut.How.WORD)
    assert said(approve(operator, release)) == [
        "Version 2 is approved. The user has opted out, so nothing was sent."
    ]
    assert (sent(), release.versions.get(number=2).approved_by) == ([], "olga")
    assert deeds().get().details["told"] is False


def test_a_blocked_user_gets_nothing(operator: Client, release: PressRelease) -> None:
    InboundFactory.create(phone=PHONE)
    blocks.add([PHONE], reason="spam", operator="olga")
    assert said(approve(operator, release)) == [
        "Version 2 is approved. The user is blocked, so nothing was sent."
    ]
    assert (sent(), deeds().get().details["told"]) == ([], False)


def test_after_whatsapps_24_hours_nothing_is_sent(operator: Client, release: PressRelease) -> None:
    InboundMessage.objects.update(received_at=timezone.now() - timedelta(hours=25))
    assert "24 hours" in said(approve(operator, release))[0]
    assert sent() == []


def test_an_approved_version_is_not_approved_again(operator: Client, release: PressRelease) -> None:
    page = page_of(operator, release, "approve")
    approve(operator, release)
    again = approve(operator, release, shown=page)
    assert said(again) == ["Version 2 is approved already, and nothing has changed since."]
    assert len(sent()) == 5
    asked = operator.get(f"{RELEASES}{release.pk}/approve/", follow=True)
    assert said(asked) == ["Version 2 is approved already, and nothing has changed since."]


def test_what_is_missing_is_refused_with_its_labels(operator: Client, release: PressRelease) -> None:
    page = page_of(operator, release, "approve")
    release.facts.filter(key__in=["city", "media_contact"]).delete()
    assert said(approve(operator, release, shown=page)) == ["Some facts are missing: City, Media contact."]
    assert "Approve…" not in page_of(operator, release)


def test_too_many_versions_are_refused(operator: Client, release: PressRelease) -> None:
    page = page_of(operator, release, "approve")
    release.versions.filter(number=2).update(number=versions.MAX_VERSIONS)
    say(PHONE, "city", "Bruges, Belgium")
    response = approve(operator, release, shown=page, version="20")
    assert said(response) == ["The press release has 20 versions, which is the most."]
    assert sent() == []


def test_an_approval_waits_for_the_colleague_who_talks(operator: Client, release: PressRelease) -> None:
    ConversationFactory.create(phone=PHONE, paused_at=timezone.now(), paused_by="anna")
    assert said(approve(operator, release)) == ["anna has taken over this conversation. Take it over first."]
    assert sent() == []


# --- Pages that are out of date ----------------------------------------------------------------


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


# --- The list ----------------------------------------------------------------------------------


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
