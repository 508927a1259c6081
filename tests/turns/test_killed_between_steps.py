"""A worker that is killed between any two of its writes: save, version, approval and reply are there once."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import pytest
import time_machine
from django.utils import timezone

from assistant import version_texts, versions
from assistant.models import Fact, ModelCall, PressRelease, ReleaseDocument, ReleaseVersion
from sessions_app.models import InboundMessage, OutboundMessage
from sessions_app.turns import approval
from sessions_app.turns.canned_replies import PARKED
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.scripted_writer import Line, ScriptedWriter
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import receive, states, told, try_again
from tests.support.factories import OutboundFactory, idle_session, phone_number
from tests.support.openai_turns import save_line, tool, written_by
from tests.support.releases import COMPLETE, make_release
from tests.support.sudden_end import answer_until

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(clocks.going_on, autouse=True)
CONTACT = COMPLETE["media_contact"]
SKIPPED = {"detail": ["before"], "subhead": ["before"], "link": ["before"]}
Do = Callable[[str], None]


def make(phone: str, *, without: str = "", pending: str = "") -> PressRelease:
    """Make a release with all facts but one; if the script asks for `pending`, then in a live session."""
    told = {key: value for key, value in COMPLETE.items() if key != without}
    release = make_release(told, phone=phone)
    release.skipped, release.pending_question, release.pending_thread = SKIPPED, pending, f"offline_{phone}"
    release.save()
    if pending:
        idle_session(phone, idle=1, thread_id=release.pending_thread)
    return release


def one_fact_missing(phone: str) -> None:
    make(phone, without="media_contact", pending="media_contact")


def one_fact_missing_to_the_model(phone: str) -> None:
    make(phone, without="media_contact")


def version_shown(phone: str) -> None:
    offer(make(phone, pending=versions.PENDING))


def version_shown_by_the_model(phone: str) -> None:
    offer(make(phone))


def offer(release: PressRelease) -> None:
    """Write a version, and offer it in a reply."""
    version, phone = versions.write_version(release), release.phone
    choices = [(choice.label, choice.action) for choice in version_texts.choices(version)]
    has_heard(phone, "Here it is.", choices)


def draft_parked(phone: str) -> None:
    """Park a draft, list it, and be at another one."""
    parked = make(phone)
    parked.status = PressRelease.Status.PARKED
    parked.save()
    has_heard(phone, "Your drafts:", [("Acme", f"draft {parked.pk}")])
    make_release({"company_name": "Bela"}, phone=phone)


def has_heard(phone: str, text: str, choices: list[tuple[str, str]]) -> None:
    now = timezone.now()
    OutboundFactory.create(phone=phone, body=text, choices=choices, state="delivered", attempted_at=now)


def facts_of(phone: str) -> list[tuple[str, str]]:
    """Return all facts of all releases of the phone, also those that were superseded."""
    rows = Fact.objects.filter(release__phone=phone).order_by("key", "pk")
    return list(rows.values_list("key", "value"))


def versions_of(phone: str) -> list[tuple[int, bool]]:
    rows = ReleaseVersion.objects.filter(release__phone=phone).order_by("number")
    return [(version.number, version.approved_at is not None) for version in rows]


@dataclass(frozen=True, kw_only=True)
class Case:
    before: Do
    says: str
    facts: dict[str, str]
    """What is told in addition to `COMPLETE`, or again."""
    versions: list[tuple[int, bool]]
    status: str
    hears: str
    """Is in the one reply."""


OFFLINE = {
    "the last answer": Case(
        before=one_fact_missing,
        says=CONTACT,
        facts={},
        versions=[(1, False)],
        status="draft",
        hears="This is version 1. What next?",
    ),
    "a correction": Case(
        before=version_shown,
        says="change the time to on May 15, 2027",
        facts={"when": "on May 15, 2027"},
        versions=[(1, False), (2, False)],
        status="draft",
        hears="This is version 2. What next?",
    ),
    "approval by digit": Case(
        before=version_shown,
        says="1",
        facts={},
        versions=[(1, True)],
        status="approved",
        hears="Approved: version 1 is final.",
    ),
    "approval in words": Case(
        before=version_shown,
        says="looks good, thanks",
        facts={},
        versions=[(1, True)],
        status="approved",
        hears="Approved: version 1 is final.",
    ),
    "menu": Case(
        before=version_shown, says="menu", facts={}, versions=[(1, False)], status="parked", hears=PARKED
    ),
    "a draft taken up": Case(
        before=draft_parked,
        says="1",
        facts={"company_name": "Bela"},
        versions=[],
        status="draft",
        hears="You are back at",
    ),
}
MODEL = {
    "a fact saved and the version written": Case(
        before=one_fact_missing_to_the_model,
        says=f"{save_line('media_contact', CONTACT)}\n{tool('finish')}",
        facts={},
        versions=[(1, False)],
        status="draft",
        hears="This is version 1. What next?",
    ),
    "a fact corrected": Case(
        before=version_shown_by_the_model,
        says=save_line("when", "on May 15, 2027"),
        facts={"when": "on May 15, 2027"},
        versions=[(1, False), (2, False)],
        status="draft",
        hears="This is version 2. What next?",
    ),
    "approval in words": Case(
        before=version_shown_by_the_model,
        says=f"{tool('approve', said='looks good')}\nlooks good",
        facts={},
        versions=[(1, True)],
        status="approved",
        hears='"approved": 1',
    ),
}


def assert_done_once(phone: str, case: Case, twilio: FakeTwilio) -> None:
    assert states(phone) == ["answered"]
    assert facts_of(phone) == sorted([*COMPLETE.items(), *case.facts.items()], key=lambda fact: fact[0])
    active = Fact.objects.filter(release__phone=phone, superseded_at=None).values_list("key", "value")
    assert set(case.facts.items()) <= set(active)
    assert versions_of(phone) == case.versions
    assert PressRelease.objects.filter(phone=phone).order_by("pk")[0].status == case.status
    [heard] = told(twilio, phone)
    assert case.hears in heard
    assert_sent_once(phone, case, twilio)


def assert_sent_once(phone: str, case: Case, twilio: FakeTwilio) -> None:
    """Check that the files of what was approved went out once, behind the text, as they were made."""
    made = ReleaseDocument.objects.filter(version__release__phone=phone, format__in=approval.SENT)
    attached = OutboundMessage.objects.filter(phone=phone).exclude(document=None).order_by("pk")
    is_approved = (1, True) in case.versions
    assert [str(row.document) for row in attached] == [str(one.uuid) for one in made.order_by("format")]
    assert twilio.bodies_to(phone)[1:][-2:] == (["acme.docx", "acme.pdf"] if is_approved else [])
    assert len(twilio.bodies_to(phone)) == (5 if is_approved else 1)


def kill_at_each_step(case: Case, clock: time_machine.Traveller, twilio: FakeTwilio) -> int:
    """Kill the worker before its first write, its second one and so on; return how many there are."""
    for writes in count():
        phone = phone_number(writes)
        case.before(phone)
        clock.shift(1)
        receive(case.says, phone)
        was_killed = answer_until(writes)
        try_again(clock)
        try_again(clock)
        assert_done_once(phone, case, twilio)
        if not was_killed:
            return writes
    raise AssertionError


@pytest.mark.parametrize("case", OFFLINE.values(), ids=list(OFFLINE))
def test_the_scripted_interview_does_all_of_it_once(
    case: Case, clock: time_machine.Traveller, fake_twilio: FakeTwilio
) -> None:
    assert kill_at_each_step(case, clock, fake_twilio) > 12, "too few steps to be all of them"


@pytest.mark.parametrize("case", MODEL.values(), ids=list(MODEL))
def test_the_models_tools_do_all_of_it_once(
    case: Case, clock: time_machine.Traveller, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    fake_openai.writer = ScriptedWriter([Line(1, "{news}, {when} {where}.", "news when where company_name")])
    assert kill_at_each_step(case, clock, fake_twilio) > 12, "too few steps to be all of them"
    said = [
        text
        for conversation in fake_openai.conversations
        for role, text in fake_openai.texts(conversation)
        if role == "user"
    ]
    assert said.count(case.says) == InboundMessage.objects.count()
    texts = ModelCall.objects.exclude(purpose=ModelCall.Purpose.INTERVIEW)
    calls = texts.order_by("release_id").values_list("release_id", flat=True)
    assert len(calls) == len(set(calls)) == len(written_by(fake_openai)), "a text was paid for twice"
