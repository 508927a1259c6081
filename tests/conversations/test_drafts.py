"""Drafts are parked instead of thrown away, `/drafts` takes them up again, and no two releases are mixed."""

import re

import pytest
import time_machine
from pytest_django import Settings

from assistant import press_release, versions
from assistant.announcement_types import FACTS
from assistant.models import Fact, PressRelease
from assistant.offline.interview import GREETING
from sessions_app.manager import SessionManager
from sessions_app.models import Conversation
from sessions_app.turns.canned_replies import PARKED, WELCOME
from sessions_app.turns.choices import NOT_THERE
from sessions_app.turns.release_texts import NO_RELEASE
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import ADA, BOB, fakes, say, thread_of
from tests.support.clocks import TTL
from tests.support.factories import thread_state
from tests.support.releases import COMPLETE, make_release, values_of

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.going_on)
Status = PressRelease.Status
BOLT = {"company_name": "Bolt", "headline": "Bolt hums"}
SAVE_BOLT = '#tool save_company_name {"value": "Bolt", "said": "Bolt"}'
SAVE_CITY = r'#tool save_key_facts {"fact": "city", "number": 1, "value": "Graz", "said": "in Gr\u0061z"}'
"""Cites words that have to be in another message: in this one they are spelt otherwise."""


@pytest.fixture
def offline(settings: Settings) -> None:
    """Let the scripted interview answer."""
    settings.OPENAI_API_KEY = ""


def statuses(phone: str = ADA) -> list[str]:
    """Return the statuses of the phone's releases, the oldest first."""
    return list(PressRelease.objects.filter(phone=phone).order_by("pk").values_list("status", flat=True))


def listed(text: str) -> list[str]:
    """Return the labels of a numbered list."""
    return re.findall(r"^\d\. (.*)$", text, re.MULTILINE)


def park(values: dict[str, str], *, phone: str = ADA) -> PressRelease:
    return make_release(values, phone=phone, status=Status.PARKED)


def approve(values: dict[str, str] = COMPLETE, *, phone: str = ADA) -> PressRelease:
    """Make a release that is approved and closed."""
    release = make_release(values, phone=phone)
    assert versions.approve(versions.write_version(release), words="1")
    press_release.park(phone=phone)
    return release


def told_to_thread(fake: FakeOpenAI, phone: str = ADA) -> str:
    """Return all that the phone's thread was told."""
    return "\n".join(text for _, text in fake.texts(thread_of(phone)))


# --- Parked -------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["menu", "reset", "START"])
def test_a_reset_parks_the_draft_and_says_so_with_the_welcome(fake_twilio: FakeTwilio, word: str) -> None:
    say(SAVE_BOLT)
    say(word)
    assert fake_twilio.bodies_to(ADA)[-1] == f"{WELCOME}\n\n{PARKED}"
    assert (statuses(), values_of()) == (["parked"], {})


def test_a_reset_of_a_draft_without_facts_leaves_nothing_behind(
    fake_twilio: FakeTwilio, offline: None
) -> None:
    say("hello")
    assert statuses() == ["draft"]
    say("menu")
    assert (fake_twilio.bodies_to(ADA)[-1], statuses()) == (WELCOME, [])


def test_a_draft_that_has_only_what_was_proposed_from_last_time_leaves_nothing_behind(
    fake_twilio: FakeTwilio,
) -> None:
    approve()
    say("hello")
    assert Fact.objects.filter(release__status=Status.DRAFT, confirmed_at=None).count() == 3
    say("menu")
    assert (fake_twilio.bodies_to(ADA)[-1], statuses()) == (WELCOME, ["finished"])


def test_a_second_menu_parks_nothing_more(fake_twilio: FakeTwilio) -> None:
    say(SAVE_BOLT)
    say("menu")
    say("menu")
    assert (fake_twilio.bodies_to(ADA)[-1], statuses()) == (WELCOME, ["parked"])


def test_an_approved_release_is_closed_by_the_menu_and_stays_approved(fake_twilio: FakeTwilio) -> None:
    make_release(COMPLETE)
    say("#tool finish {}")
    say("1")
    say("menu")
    assert (statuses(), fake_twilio.bodies_to(ADA)[-1]) == (["finished"], f"{WELCOME}\n\n{PARKED}")
    say("/drafts")
    assert listed(fake_twilio.bodies_to(ADA)[-1]) == [f"{COMPLETE['headline']} (approved)"]


# --- The list ---------------------------------------------------------------------------------------


def test_without_a_release_the_list_says_how_to_begin_one(fake_twilio: FakeTwilio) -> None:
    say("/drafts")
    assert fake_twilio.bodies_to(ADA) == [NO_RELEASE]


def test_a_draft_without_facts_is_not_listed(fake_twilio: FakeTwilio, offline: None) -> None:
    say("hello")
    say("/drafts")
    assert fake_twilio.bodies_to(ADA)[-1] == NO_RELEASE


def test_one_draft_is_listed_with_its_digit(fake_twilio: FakeTwilio) -> None:
    say(SAVE_BOLT)
    say("Drafts?")
    text = fake_twilio.bodies_to(ADA)[-1]
    assert text.startswith("Your press releases:\n1. Bolt (draft, 1 fact)\n\nSend a number to go on")


def test_drafts_and_approved_ones_are_listed_the_newest_change_first(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    approve()
    clock.shift(1)
    park(BOLT)
    clock.shift(1)
    make_release({"company_name": "Cargo"})
    say("/drafts")
    assert listed(fake_twilio.bodies_to(ADA)[-1]) == [
        "Cargo (draft, 1 fact)", "Bolt hums (draft, 2 facts)", f"{COMPLETE['headline']} (approved)",
    ]  # fmt: skip


def test_of_twelve_the_older_ones_are_behind_the_last_digit(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    for number in range(1, 13):
        park({"company_name": f"Company {number}"})
        clock.shift(1)
    say("/drafts")
    newest = [f"Company {number} (draft, 1 fact)" for number in range(12, 4, -1)]
    assert listed(fake_twilio.bodies_to(ADA)[-1]) == [*newest, "Older ones"]
    say("9")
    oldest = [f"Company {number} (draft, 1 fact)" for number in range(4, 0, -1)]
    assert listed(fake_twilio.bodies_to(ADA)[-1]) == oldest
    say("4")
    assert values_of() == {"company_name": "Company 1"}


def test_nine_have_a_digit_each(fake_twilio: FakeTwilio) -> None:
    for number in range(1, 10):
        park({"company_name": f"Company {number}"})
    say("/drafts")
    assert len(listed(fake_twilio.bodies_to(ADA)[-1])) == 9
    say("9")
    assert values_of() == {"company_name": "Company 1"}


def test_what_older_code_discarded_is_not_listed(fake_twilio: FakeTwilio) -> None:
    make_release(BOLT, status=Status.DISCARDED)
    say("/drafts")
    assert fake_twilio.bodies_to(ADA) == [NO_RELEASE]


# --- Taken up -----------------------------------------------------------------------------------------


def test_a_digit_takes_a_draft_up_in_a_new_thread_that_is_told_only_of_that(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    park(BOLT)
    say('We are Acme\n#tool save_company_name {"value": "Acme", "said": "Acme"}')
    old = thread_of()
    say("/drafts")
    say("2")
    assert fake_twilio.bodies_to(ADA)[-1].startswith("You are back at: Bolt hums (draft, 2 facts)")
    assert (statuses(), values_of()) == (["draft", "parked"], BOLT)
    assert (thread_state(old), SessionManager().get_session(ADA)) == ("doomed", None)
    say("go on")
    told = told_to_thread(fake_openai)
    assert ("Bolt hums" in told, "Acme" in told, old == thread_of()) == (True, False, False)
    assert fake_twilio.bodies_to(ADA)[-1].startswith("You said: go on")


def test_the_draft_that_is_current_can_be_taken_up_too(fake_twilio: FakeTwilio) -> None:
    say(SAVE_BOLT)
    say("/drafts")
    say("1")
    assert fake_twilio.bodies_to(ADA)[-1].startswith("You are back at: Bolt")
    assert (statuses(), values_of()) == (["draft"], {"company_name": "Bolt"})


def test_an_approved_release_that_is_taken_up_is_still_approved_and_can_be_seen_again(
    fake_twilio: FakeTwilio,
) -> None:
    approve()
    say(SAVE_BOLT)
    say("/drafts")
    say("2")
    assert "version 1, approved" in fake_twilio.bodies_to(ADA)[-1]
    say("#tool show {}")
    assert COMPLETE["quote"] in "".join(fake_twilio.bodies_to(ADA)[-2:])
    assert statuses() == ["approved", "parked"]


def test_a_draft_that_is_gone_says_so(fake_twilio: FakeTwilio) -> None:
    release = park(BOLT)
    say("/drafts")
    release.delete()
    say("1")
    assert fake_twilio.bodies_to(ADA)[-1] == NOT_THERE


def test_a_person_who_was_asked_for_is_asked_for_still(fake_twilio: FakeTwilio) -> None:
    park(BOLT)
    say('#tool ask_for_person {"reason": "Prices"}')
    say("/drafts")
    say("1")
    assert Conversation.objects.get().attention == "Prices"


# --- On and on ------------------------------------------------------------------------------------------


def test_a_menu_in_the_middle_loses_nothing(fake_twilio: FakeTwilio) -> None:
    make_release(BOLT)
    say("We are in Graz")
    say("menu")
    say("/drafts")
    say("1")
    say('#tool save_key_facts {"fact": "city", "number": 1, "value": "Graz", "said": "Graz"}')
    assert values_of() == BOLT | {"city": "Graz"}
    assert statuses() == ["draft"]


def test_a_menu_in_the_middle_loses_nothing_of_the_scripted_interview(
    fake_twilio: FakeTwilio, offline: None
) -> None:
    for body in ("hello", "Bolt", "1", "€6.3 million"):
        say(body)
    saved = {"company_name": "Bolt", "announcement_type": "funding", "amount": "€6.3 million"}
    assert values_of() == saved
    say("menu")
    assert values_of() == {}
    say("/drafts")
    say("1")
    assert values_of() == saved
    say("hello")
    assert fake_twilio.bodies_to(ADA)[-1].endswith(FACTS["round"].question)
    say("1")
    say("Series A")
    assert values_of() == saved | {"round": "Series A"}


def test_after_the_ttl_the_new_thread_is_told_what_is_there(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    say(SAVE_BOLT)
    clock.shift(TTL + 1)
    say("hello")
    told = told_to_thread(fake_openai)
    assert '"saved": {"company_name": "Bolt"}' in told
    assert "whether to start something new" in told


def test_after_the_ttl_the_scripted_interview_offers_to_go_on(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, offline: None
) -> None:
    for body in ("hello", "Bolt", "1"):
        say(body)
    clock.shift(TTL + 1)
    say("hello")
    text = fake_twilio.bodies_to(ADA)[-1]
    assert "company name, announcement" in text
    assert listed(text) == ["Go on with it", "Start something new"]
    say("1")
    assert fake_twilio.bodies_to(ADA)[-1] == FACTS["amount"].question
    assert len(values_of()) == 2


@pytest.mark.parametrize("body", ["2", "Start something new", "start something new!"])
def test_after_the_ttl_it_offers_to_start_something_new(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, offline: None, body: str
) -> None:
    for text in ("hello", "Bolt", "1"):
        say(text)
    clock.shift(TTL + 1)
    say("hello")
    say(body)
    assert fake_twilio.bodies_to(ADA)[-1] == f"{WELCOME}\n\n{PARKED}"
    assert statuses() == ["parked"]
    say("2")
    assert fake_twilio.bodies_to(ADA)[-1].startswith(GREETING)
    assert values_of() == {"announcement_type": "product"}


def test_a_digit_has_one_meaning_where_a_version_waits_for_who_comes_back(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, offline: None
) -> None:
    make_release(COMPLETE)
    for body in ("hello", *["skip"] * 3):
        say(body)
    clock.shift(TTL + 1)
    say("hello")
    assert listed(fake_twilio.bodies_to(ADA)[-1]) == ["Approve", "Change something", "Talk to a person"]
    say("1")
    assert statuses() == ["approved"]


def test_a_digit_has_one_meaning_where_the_kind_is_open_for_who_comes_back(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, offline: None
) -> None:
    for body in ("hello", "Bolt"):
        say(body)
    clock.shift(TTL + 1)
    say("hello")
    assert len(listed(fake_twilio.bodies_to(ADA)[-1])) == 4
    say("2")
    assert values_of() == {"company_name": "Bolt", "announcement_type": "product"}


# --- Never mixed ----------------------------------------------------------------------------------------


def test_what_was_said_in_this_session_is_evidence(fake_twilio: FakeTwilio) -> None:
    say("We are in Graz")
    say(SAVE_CITY)
    assert values_of() == {"city": "Graz"}


@pytest.mark.parametrize("how", ["menu", "/drafts", "an end"])
def test_what_was_said_for_one_release_is_no_evidence_for_another(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, how: str
) -> None:
    park(BOLT)
    say(SAVE_BOLT)
    say("We are in Graz")
    if how == "an end":
        clock.shift(TTL + 1)
    for body in ("/drafts", "2") if how != "menu" else ("menu",):
        say(body)
    before = values_of()
    say(SAVE_CITY)
    assert "Not saved: the user has not said" in fake_twilio.bodies_to(ADA)[-1]
    assert values_of() == before
    assert not Fact.objects.filter(key="city").exists()


def test_a_digit_that_took_a_draft_up_is_no_evidence(fake_twilio: FakeTwilio) -> None:
    release = park(BOLT)
    say("/drafts")
    say("1")
    say(rf'#tool save_headline {{"value": "dr\u0061ft {release.pk}", "said": "dr\u0061ft {release.pk}"}}')
    assert "Not saved" in fake_twilio.bodies_to(ADA)[-1]
    assert values_of() == BOLT


def test_a_version_of_one_release_is_none_of_another(fake_twilio: FakeTwilio) -> None:
    make_release(COMPLETE)
    say("#tool finish {}")
    say("menu")
    say(SAVE_BOLT)
    for tool in ("show", 'approve {"said": "approve"}', "finish"):
        say(f"#tool {tool}" if "{" in tool else f"#tool {tool} {{}}")
        assert '"ok": false' in fake_twilio.bodies_to(ADA)[-1]
    parked, draft = PressRelease.objects.order_by("pk")
    assert (parked.versions.get().approved_at, draft.versions.count()) == (None, 0)
    assert (values_of(), "Acme" in draft.facts.get().value) == ({"company_name": "Bolt"}, False)


def test_two_releases_of_one_phone_keep_their_own_facts_back_and_forth(fake_twilio: FakeTwilio) -> None:
    park(BOLT)
    say('#tool save_company_name {"value": "Acme", "said": "Acme"}')
    for city, digit in (("Graz", "2"), ("Wels", "2"), ("Linz", "2"), ("Bonn", "2")):
        say(f'#tool save_key_facts {{"fact": "city", "number": 1, "value": "{city}", "said": "{city}"}}')
        say("/drafts")
        say(digit)
    bolt, acme = PressRelease.objects.order_by("pk")
    cities = [one.facts.get(key="city", superseded_at=None).value for one in (bolt, acme)]
    assert cities == ["Bonn", "Linz"]
    assert [one.facts.filter(key="city").count() for one in (bolt, acme)] == [2, 2]


def test_two_phones_have_their_own_lists_facts_and_evidence(fake_twilio: FakeTwilio) -> None:
    park(BOLT)
    park({"company_name": "Cargo"}, phone=BOB)
    say("We are in Graz")
    say("/drafts")
    say("/drafts", BOB)
    assert listed(fake_twilio.bodies_to(BOB)[-1]) == ["Cargo (draft, 1 fact)"]
    say("1", BOB)
    say(SAVE_CITY, BOB)
    assert "Not saved: the user has not said" in fake_twilio.bodies_to(BOB)[-1]
    assert (values_of(BOB), statuses(BOB)) == ({"company_name": "Cargo"}, ["draft"])
    assert (values_of(ADA), statuses(ADA)) == ({}, ["parked"])


def test_the_status_is_of_the_current_release_alone(fake_twilio: FakeTwilio) -> None:
    park(COMPLETE)
    say(SAVE_BOLT)
    say("/status")
    text = fake_twilio.bodies_to(ADA)[-1]
    assert text.startswith("Your press release: a draft.\n\nCompany name: Bolt\n\nStill to come: ")
    assert "Acme" not in text


def test_the_status_of_a_version_shows_values_and_whether_it_is_approved(fake_twilio: FakeTwilio) -> None:
    make_release(COMPLETE | {"boilerplate": "Acme makes kites. " * 20})
    say("#tool finish {}")
    say("/status")
    text = fake_twilio.bodies_to(ADA)[-1]
    assert text.startswith("Your press release: version 1, not approved yet.\n\nCompany name: Acme\n")
    assert "About the company: Acme makes kites." in text
    assert all(len(line) < 200 for line in text.splitlines())
    assert "Still to come" not in text
    say("1")
    say("/status")
    assert "version 1, approved." in fake_twilio.bodies_to(ADA)[-1]
