"""What operators do to a press release: they correct facts, and approve a version in their own name."""

import json
from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import Client
from django.utils import timezone

from assistant import facts, press_release, snapshot, version_texts, versions
from assistant.interviewer import UserMessage
from assistant.models import Fact, PressRelease
from assistant.openai import toolbox
from assistant.openai.api import OpenAIApi
from assistant.openai.writer import Writer
from sessions_app.messages import blocks, opt_outs
from sessions_app.models import (
    Conversation,
    HourlyCount,
    InboundMessage,
    OptOut,
    OutboundMessage,
)
from sessions_app.privacy import pseudonym
from sessions_app.telemetry import release_counts
from sessions_app.turns import approval
from tests.support import console_pages, release_pages
from tests.support.console_pages import RELEASES, deeds, said, words
from tests.support.factories import ConversationFactory, InboundFactory, SessionFactory
from tests.support.press_releases import PHONE, say, turn_of
from tests.support.release_pages import REASON, approve, correct, page_of, sent

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)
release = pytest.fixture(release_pages.release)


class Agreeing:
    """The context of turns in which the user says yes."""

    user = "somebody"

    async def run(self, change: Callable[..., Any], **values: object) -> Any:
        turn = turn_of(PHONE, UserMessage(text="yes", at=timezone.now()))
        return await sync_to_async(change)(turn, **values)

    note = run

    async def ask_for_person(self, *, reason: str) -> None:
        raise AssertionError(reason)


# --- Corrections -------------------------------------------------------------------------------


def test_a_correction_is_a_proposal_with_name_and_reason(operator: Client, release: PressRelease) -> None:
    response = correct(operator, release, "media_contact", "Bo Lee, bo@kelp.example, +32 59 55 00 01")
    assert said(response) == ["Proposed. The bot asks the user for a yes at the next turn."]
    proposal = release.facts.get(source=Fact.Source.OPERATOR)
    assert (proposal.operator, proposal.reason, proposal.confirmed_at) == ("olga", REASON, None)
    assert proposal.said == proposal.value == "Bo Lee, bo@kelp.example, +32 59 55 00 01"
    assert facts.gathered(PHONE).values["media_contact"] == "Bo Lee, press@kelp.example, +32 59 55 00 00"


def test_the_thread_is_told_of_a_correction(operator: Client, release: PressRelease) -> None:
    assert press_release.news([PHONE]).changed == set()
    correct(operator, release, "city", "Bruges, Belgium")
    assert press_release.news([PHONE]).changed == {PHONE}
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
    assert press_release.news([PHONE]).changed == {PHONE}
    approve(operator, release)
    press_release.told(phone=PHONE, until=timezone.now())
    assert press_release.news([PHONE]).changed == set()


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


def test_what_an_operator_approves_is_counted(operator: Client, release: PressRelease) -> None:
    approve(operator, release)
    counted = HourlyCount.objects.filter(name=release_counts.APPROVED)
    assert [row.amount for row in counted] == [1]


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
    assert press_release.news([PHONE]).changed == {PHONE}


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


def test_what_a_colleague_talks_about_is_not_offered_for_approval(
    operator: Client, release: PressRelease
) -> None:
    ConversationFactory.create(phone=PHONE, paused_at=timezone.now(), paused_by="otto")
    page = page_of(operator, release)
    assert "Approve…" not in page
    assert "otto has taken over this conversation. Take it over first." in words(page, "rp-status")
    Conversation.objects.update(paused_by="olga")
    assert "Approve…" in page_of(operator, release)


def test_where_no_version_more_can_be_stored_only_the_newest_can_be_approved(
    operator: Client, release: PressRelease
) -> None:
    release.versions.filter(number=2).update(number=versions.MAX_VERSIONS)
    page = page_of(operator, release)
    assert ("Approve…" in page, "Write by hand…" in page) == (True, False)
    correct(operator, release, "city", "Bruges, Belgium")
    assert "Approve…" not in page_of(operator, release)
