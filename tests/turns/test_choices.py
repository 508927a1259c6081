"""What a digit or a label means: the newest reply that offers a choice says it, and otherwise the menu."""

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from assistant import version_texts, versions
from assistant.body import body_of
from assistant.models import PressRelease, ReleaseVersion
from assistant.parts import Part, PartName
from assistant.verification.statements import Sentence
from sessions_app.conversations.leases import LeaseLost
from sessions_app.messages.keywords import MENU
from sessions_app.models import Conversation, InboundMessage, OutboundMessage
from sessions_app.turns import choices, claims
from sessions_app.turns.canned_replies import WELCOME
from sessions_app.turns.choices import ANOTHER, NOT_THERE, OUT_OF_DATE, WHAT_TO_CHANGE
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.arrivals import message_arrives
from tests.support.chat import ADA, BOB, fakes, receive, say, states, told, try_again, user_texts
from tests.support.factories import OutboundFactory
from tests.support.operators import hand_back, reply, take_over
from tests.support.releases import COMPLETE, make_release, values_of

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.going_on)
FINISH = "#tool finish {}"
NEW_HEADLINE = '#tool save_headline {"value": "Acme teaches kites", "said": "Acme teaches kites"}'
KEYCAP = "\ufe0f\u20e3"
TAPPED = ["{0}", f"{{0}}{KEYCAP}", "{0}.", "Option {0}", "*{0})*"]


def offer(phone: str = ADA) -> ReleaseVersion:
    """Have a version offered to the user of `phone`."""
    release = make_release(COMPLETE, phone=phone)
    say(FINISH, phone)
    return release.versions.get()


def quote(body: str, sid: str) -> None:
    """Answer the message that Twilio knows as `sid` with `body`."""
    message_arrives(message_sid="SM" + "e" * 32, phone=ADA, body=body, details={"quoted_sid": sid})
    answer_messages()


def newest() -> ReleaseVersion:
    return ReleaseVersion.objects.order_by("-pk")[0]


def approvals() -> list[str]:
    """Return the words of each approval."""
    approved = ReleaseVersion.objects.exclude(approved_at=None).order_by("pk")
    return list(approved.values_list("approval", flat=True))


def asking(phone: str = ADA) -> str:
    return Conversation.objects.get(phone=phone).attention


def offers(*offered: tuple[str, str], untold: bool = False) -> None:
    """Have Ada offered labels and actions."""
    now = timezone.now()
    OutboundFactory.create(
        phone=ADA, choices=offered, untold=untold, state="delivered", created_at=now, attempted_at=now
    )


def as_typed(digit: str, arabic: str, *labels: str) -> list[str]:
    return [*(typed.format(digit) for typed in TAPPED), arabic, *labels]


# --- What a version offers ----------------------------------------------------------------------


def test_a_version_is_offered_with_its_three_choices(fake_twilio: FakeTwilio) -> None:
    offer()
    assert fake_twilio.bodies_to(ADA)[-1].endswith("1. Approve\n2. Change something\n3. Talk to a person")
    assert [label for label, _ in OutboundMessage.objects.get().choices] == [
        "Approve", "Change something", "Talk to a person",
    ]  # fmt: skip


@pytest.mark.parametrize("body", as_typed("1", "١", "one", "Approve", "approve!", "*APPROVE*"))
def test_the_first_choice_approves_the_version_in_the_users_words(fake_twilio: FakeTwilio, body: str) -> None:
    version = offer()
    say(body)
    assert approvals() == [body]
    assert version.release == PressRelease.objects.get(status="approved")
    assert told(fake_twilio)[-1].startswith("Approved: version 1 is final.")


@pytest.mark.parametrize("body", as_typed("2", "۲", "two", "Change something", "change something."))
def test_the_second_choice_asks_what_to_change(fake_twilio: FakeTwilio, body: str) -> None:
    offer()
    say(body)
    assert (fake_twilio.bodies_to(ADA)[-1], approvals()) == (WHAT_TO_CHANGE, [])


@pytest.mark.parametrize("body", as_typed("3", "३", "three", "Talk to a person", "“talk to a person”"))
def test_the_third_choice_asks_for_a_person(fake_twilio: FakeTwilio, body: str) -> None:
    offer()
    say(body)
    assert (fake_twilio.bodies_to(ADA)[-1], approvals()) == (version_texts.PERSON_ASKED, [])
    assert asking() == "The user asks for a person."


@pytest.mark.parametrize("body", ["4", "0", "approve it", "1 and 2", "10"])
def test_what_was_not_offered_reaches_the_interviewer_as_it_is(fake_twilio: FakeTwilio, body: str) -> None:
    offer()
    say(body)
    assert fake_twilio.bodies_to(ADA)[-1].startswith(f"You said: {body} (turn")
    assert approvals() == []


def test_a_choice_is_told_to_the_thread_in_the_users_words(fake_openai: FakeOpenAI) -> None:
    offer()
    say("1")
    say("thanks")
    assert user_texts(fake_openai) == [FINISH, "1", "thanks"]


# --- Which reply a digit refers to ------------------------------------------------------------------


@pytest.mark.parametrize("between", ["/status", "/help", "an apology"])
def test_a_digit_refers_to_what_was_offered_before_a_fixed_text(
    fake_openai: FakeOpenAI, between: str
) -> None:
    offer()
    if between == "an apology":
        fake_openai.fail_next(Fault.http(422, "unprocessable"))
    say(between)
    say("1")
    assert approvals() == ["1"]


def test_a_digit_refers_to_the_newest_of_two_offers(fake_twilio: FakeTwilio) -> None:
    offer()
    say("/drafts")
    say("1")
    assert approvals() == []
    assert fake_twilio.bodies_to(ADA)[-1].startswith(f"You are back at: {COMPLETE['headline']}")


def test_behind_an_answer_that_offers_nothing_a_digit_reaches_the_interviewer(
    fake_twilio: FakeTwilio,
) -> None:
    offer()
    say("How long is it?")
    say("1")
    assert fake_twilio.bodies_to(ADA)[-1].startswith("You said: 1 (turn")
    assert approvals() == []


def test_there_the_model_may_take_it_as_the_approval() -> None:
    offer()
    say("How long is it?")
    say('1\n#tool approve {"said": "1"}')
    assert approvals() == ["1"]


def test_a_digit_for_an_older_version_says_that_it_is_out_of_date(fake_twilio: FakeTwilio) -> None:
    offer()
    receive(NEW_HEADLINE)
    receive("1")  # before it could see the second version
    answer_messages()
    assert (newest().number, approvals()) == (2, [])
    told = fake_twilio.bodies_to(ADA)[-1]
    assert told == f"{OUT_OF_DATE}\n\n{version_texts.in_full(newest())}"
    say("1")
    assert (newest().approval, approvals()) == ("1", ["1"])


@pytest.mark.parametrize("state", ["cancelled", "failed", "undelivered"])
def test_what_never_arrived_offers_nothing(state: str) -> None:
    offer()
    OutboundMessage.objects.update(state=state)
    say("1")
    assert approvals() == []


def test_nobody_approves_a_version_that_was_not_sent_yet(fake_twilio: FakeTwilio) -> None:
    fake_twilio.fail_next(Fault.http(429, 20429))
    assert offer().number == 1
    say("1")
    version, answer = OutboundMessage.objects.order_by("pk")
    assert (version.state, approvals(), answer.body[:16]) == ("queued", [], "You said: 1 (tur")


def test_of_a_long_reply_the_last_part_offers_the_choices() -> None:
    make_release(COMPLETE | {"boilerplate": "Acme makes kites in Turin, and in Graz. " * 90})
    say(FINISH)
    parts = [len(part.choices) for part in OutboundMessage.objects.order_by("pk")]
    assert parts == [*[0] * (len(parts) - 1), 3]
    assert len(parts) > 1
    say("1")
    assert approvals() == ["1"]


def test_a_digit_that_quotes_an_older_version_says_that_it_is_out_of_date(fake_twilio: FakeTwilio) -> None:
    offer()
    sid = OutboundMessage.objects.get().sid
    say(NEW_HEADLINE)
    quote("1", sid)
    assert fake_twilio.bodies_to(ADA)[-1].startswith(OUT_OF_DATE)
    assert approvals() == []


def test_a_digit_that_quotes_an_offer_refers_to_that_one() -> None:
    offer()
    sid = OutboundMessage.objects.get().sid
    say("/drafts")
    quote("1", sid)
    assert approvals() == ["1"]


@pytest.mark.parametrize("quoted", ["what offers nothing", "what nobody knows"])
def test_a_digit_that_quotes_something_else_reaches_the_interviewer(
    fake_twilio: FakeTwilio, quoted: str
) -> None:
    say("hello")
    sid = OutboundMessage.objects.get().sid if quoted == "what offers nothing" else "SM" + "f" * 32
    offer()
    quote("1", sid)
    assert approvals() == []
    assert "The user quotes an earlier message" in fake_twilio.bodies_to(ADA)[-1]


def test_what_is_offered_to_one_phone_is_not_offered_to_another(fake_twilio: FakeTwilio) -> None:
    offer()
    say("1", BOB)
    assert approvals() == []
    assert MENU["1"] in fake_twilio.bodies_to(BOB)[-1]


def test_a_choice_never_reaches_the_release_of_another_phone(fake_twilio: FakeTwilio) -> None:
    version = offer(BOB)
    offers(("A", f"draft {version.release_id}"), ("B", f"approve {version.pk}"))
    say("1")
    say("2")
    first, second = fake_twilio.bodies_to(ADA)
    assert (first, second.startswith(OUT_OF_DATE), approvals()) == (NOT_THERE, True, [])


def test_a_choice_of_before_an_operator_wrote_a_version_shows_that_one_first(fake_twilio: FakeTwilio) -> None:
    old = offer()
    body = [*versions.parts_of(old), Part(name=PartName.BODY, sentences=(Sentence("More is to come.", ()),))]
    by_operator = ReleaseVersion.Author.OPERATOR
    draft = versions.draft(old.release, body=body_of(body), author=by_operator)
    written = versions.store_by_operator(draft, operator="olga")
    say("1")
    assert fake_twilio.bodies_to(ADA)[-1].startswith(f"{OUT_OF_DATE}\n\n{written.text}")
    assert approvals() == []
    say("1")
    assert (newest().pk, approvals()) == (written.pk, ["1"])


# --- The menu ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("digit", MENU)
def test_after_the_menu_the_digits_are_the_menus(fake_twilio: FakeTwilio, digit: str) -> None:
    offer()
    say("menu")
    say(digit)
    assert fake_twilio.bodies_to(ADA)[-1] == f"You said: {MENU[digit]} (turn 1)"
    assert (approvals(), PressRelease.objects.get().status) == ([], "parked")


def test_a_digit_right_behind_the_word_menu_is_the_menus_too(fake_twilio: FakeTwilio) -> None:
    offer()
    receive("menu")
    receive("1")
    answer_messages()
    assert fake_twilio.bodies_to(ADA)[-1] == f"You said: {MENU['1']} (turn 1)"
    assert approvals() == []


def test_after_help_the_digits_are_the_menus_still(fake_twilio: FakeTwilio) -> None:
    say("menu")
    say("/help")
    say("2")
    assert MENU["2"] in fake_twilio.bodies_to(ADA)[-1]


def test_in_an_interview_whose_kind_is_known_a_digit_is_an_answer(fake_twilio: FakeTwilio) -> None:
    make_release({"company_name": "Acme", "announcement_type": "funding"})
    say("hello")
    say("3")
    assert fake_twilio.bodies_to(ADA)[-1] == "You said: 3 (turn 2)"


def test_the_scripted_interview_takes_a_digit_as_a_kind_where_it_offers_kinds_and_then_as_an_answer(
    fake_twilio: FakeTwilio, settings: Settings
) -> None:
    settings.OPENAI_API_KEY = ""
    for body in ("hello", "Acme", "2", "3"):
        say(body)
    assert values_of() == {"company_name": "Acme", "announcement_type": "product", "product_name": "3"}


# --- A takeover ---------------------------------------------------------------------------------------


def test_a_digit_in_a_takeover_is_the_operators(fake_twilio: FakeTwilio) -> None:
    offer()
    take_over()
    say("1")
    assert (states()[-1], approvals()) == ("held", [])
    reply("Which year, 1 or 2?")
    say("2")
    reply("Fine")
    hand_back()
    assert fake_twilio.bodies_to(ADA)[1:] == ["Which year, 1 or 2?", "Fine"]
    assert approvals() == []


def test_a_digit_that_answers_an_operator_is_no_choice_after_the_takeover(fake_twilio: FakeTwilio) -> None:
    offer()
    take_over()
    reply("Which year, 1 or 2?")
    say("1")
    hand_back()
    assert fake_twilio.bodies_to(ADA)[-1].startswith("You said: 1 (turn")
    assert approvals() == []


def test_a_digit_that_the_operator_left_to_the_bot_is_carried_out() -> None:
    offer()
    take_over()
    say("1")
    hand_back()
    assert (states()[-1], approvals()) == ("answered", ["1"])


# --- Once ---------------------------------------------------------------------------------------------


def test_the_same_choice_in_two_messages_approves_once() -> None:
    offer()
    say("1")
    approved = newest().approved_at
    say("Approve")
    assert (newest().approved_at, approvals()) == (approved, ["1"])
    assert ReleaseVersion.objects.count() == 1


def test_the_same_choice_twice_at_once_is_answered_once(fake_twilio: FakeTwilio) -> None:
    offer()
    receive("1")
    receive("1.")
    answer_messages()
    assert (len(told(fake_twilio)), states()) == (2, ["answered"] * 3)
    assert len(approvals()) == 1


def test_of_two_choices_at_once_neither_is_lost(fake_twilio: FakeTwilio) -> None:
    offer()
    receive("1")
    receive("3")
    answer_messages()
    assert (approvals(), asking()) == (["1"], "The user asks for a person.")
    approved, _, person = told(fake_twilio)[-1].rpartition("\n\n")
    assert (approved[:9], person) == ("Approved:", version_texts.PERSON_ASKED)


@pytest.mark.parametrize("digit", ["1", "2", "3"])
def test_a_choice_whose_worker_dies_before_the_commit_is_carried_out_once_and_answered_once(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, digit: str
) -> None:
    offer()
    receive(digit)
    [turn] = claims.claim_turns(1)
    first = choices.carry_out(turn)  # then its worker dies
    approved, versions = newest().approved_at, ReleaseVersion.objects.count()
    assert choices.carry_out(turn) == first
    try_again(clock)
    assert told(fake_twilio)[1:] == [first.text]
    assert (newest().approved_at, ReleaseVersion.objects.count()) == (approved, versions)
    assert states() == ["answered"] * 2


def test_a_draft_whose_taking_up_was_interrupted_is_taken_up_once(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    parked = make_release({"company_name": "Bolt"}, status=PressRelease.Status.PARKED)
    offer()
    say("/drafts")
    receive("2")
    [turn] = claims.claim_turns(1)
    first = choices.carry_out(turn)
    try_again(clock)
    assert fake_twilio.bodies_to(ADA)[2:] == [first.text]
    parked.refresh_from_db()
    assert (parked.status, values_of()) == ("draft", {"company_name": "Bolt"})


def test_a_choice_of_a_turn_that_is_reset_changes_nothing(fake_twilio: FakeTwilio) -> None:
    offer()
    receive("1")
    [turn] = claims.claim_turns(1)
    receive("menu")
    claims.claim_commands(1)
    with pytest.raises(LeaseLost):
        choices.carry_out(turn)
    answer_messages()
    assert (approvals(), PressRelease.objects.get().status) == ([], "parked")
    assert fake_twilio.bodies_to(ADA)[-1].startswith(WELCOME)


def test_a_choice_that_is_tried_again_after_the_menu_is_out_of_date(fake_twilio: FakeTwilio) -> None:
    version = offer()
    say("menu")
    make_release({"company_name": "Bolt"})
    offers(("Approve", f"approve {version.pk}"))
    say("1")
    assert (approvals(), values_of()) == ([], {"company_name": "Bolt"})
    assert fake_twilio.bodies_to(ADA)[-1] == ANOTHER


def test_what_a_digit_means_is_decided_once(fake_twilio: FakeTwilio, clock: time_machine.Traveller) -> None:
    offer()
    receive("1")
    claims.claim_turns(1)  # its worker dies
    offers(("Talk to a person", "person"), untold=True)
    try_again(clock)
    assert (approvals(), asking()) == (["1"], "")
    assert InboundMessage.objects.last().kind == "choice"  # type: ignore[union-attr]


# --- After the approval, without a model ----------------------------------------------------------------


@pytest.fixture
def approved_by_digit(settings: Settings) -> None:
    """The scripted interview has shown a version, and Ada has approved it."""
    settings.OPENAI_API_KEY = ""
    make_release(COMPLETE)
    for body in ("hello", *["skip"] * 3, "1"):
        say(body)
    assert approvals() == ["1"]


@pytest.mark.usefixtures("approved_by_digit")
@pytest.mark.parametrize(
    ("body", "answer"),
    [("thanks", "You are welcome!"), ("send it again", "Acme makes kites"), ("1", "Approved: version 1")],
)
def test_after_a_digit_has_approved_the_user_is_not_greeted_again(
    fake_twilio: FakeTwilio, body: str, answer: str
) -> None:
    say(body)
    said = fake_twilio.bodies_to(ADA)[-1]
    assert (answer in said, "Hello" in said) == (True, False)


@pytest.mark.usefixtures("approved_by_digit")
def test_after_a_digit_has_approved_a_correction_makes_the_next_version(fake_twilio: FakeTwilio) -> None:
    say("change the city to Graz, Austria")
    assert (newest().number, newest().approved_at, "GRAZ" in newest().text) == (2, None, True)
    say("1")
    assert len(approvals()) == 2
