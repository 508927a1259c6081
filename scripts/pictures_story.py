"""The story in the console's pictures: what users wrote, what operators did, and a month of counts."""

import math
import random
import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, Model
from django.utils import timezone

from assistant import facts, versions
from assistant.models import PressRelease, ReleaseVersion
from sessions_app.conversations import attention
from sessions_app.models import (
    Conversation,
    ConversationSession,
    InboundMessage,
    OutboundMessage,
    RemoteThread,
    TurnAttempt,
)
from sessions_app.operators import actions, press_releases
from sessions_app.operators.press_releases import SeenRelease, mark_of_fact
from sessions_app.telemetry import hourly_counts, release_counts, turn_counts, vendor_errors
from sessions_app.turns import canned_replies
from tests.fakes.background_server import wait_until
from tests.support.factories import InboundFactory, OutboundFactory, ThreadFactory, TurnFactory
from tests.support.press_releases import BOILERPLATE, say, say_all, write_versions
from tests.support.processes import Installation

REPLY_SECONDS = 30.0
VOICE = ("https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0", "audio/ogg")
INTERVIEW = (
    "Hi, we want to announce a new product",
    "Northwind Robotics",
    "Harvester 3",
    "Harvester 3 picks berries at night, 40 kg of them an hour.",
    "from March 1, 2027, in Great Britain",
    "89,000 euros",
    "120 people built it in Leeds.",
    "Northwind Robotics launches Harvester 3, the first robot that picks berries at night",
)
FINISHED = (
    "Hello, we have closed a seed round",
    "Kelp & Co",
    "4 million euros",
    "seed",
    "Blue Harbour Ventures",
    "build a second farm off Ostend",
    "yes",
    *["skip"] * 2,  # other investors, the total
    "The second farm creates 12 jobs in Ostend by June 2027.",
    "Kelp & Co raises €4 million to farm the North Sea",
    "skip",  # a second line
    "“Kelp feeds people and cleans water,” says Bo Lee, founder.",
    "skip",  # an investor's words
    "Ostend, Belgium",
    f"{timezone.now() + timedelta(days=9):%B %d, %Y}",
    "Kelp & Co grows seaweed between wind turbines off the Belgian coast.",
    "Bo Lee, press@kelp.example, +32 59 55 00 00",
    "skip",  # a link
    "1",  # approves the version
)
_MOMENTS: dict[type[Model], tuple[str, ...]] = {
    ConversationSession: ("created_at", "last_accessed"),
    Conversation: ("active_at", "paused_at", "attention_at"),
    InboundMessage: ("received_at",),
    OutboundMessage: ("created_at", "attempted_at", "accepted_at", "status_at"),
    TurnAttempt: ("received_at", "claimed_at", "ended_at"),
}


class Storyteller:
    """Plays the users of `site`; each is a phone."""

    def __init__(self, site: Installation) -> None:
        self.site = site

    def say(self, phone: str, *texts: str, **more: Any) -> None:
        """Send `texts`, each after the reply to the one before it has arrived."""
        for text in texts:
            self.site.say(phone, text, profile_name=_NAMES[int(phone[-1]) - 1], **more)
            self.settle(phone)

    def settle(self, phone: str) -> None:
        """Wait until nothing of `phone` waits, and its replies are delivered."""
        waiting = InboundMessage.objects.filter(phone=phone, state="received")
        moving = OutboundMessage.objects.filter(phone=phone, state__in=["queued", "sending", "accepted"])
        wait_until(lambda: not waiting.exists() and not moving.exists(), REPLY_SECONDS)

    def shown(self, phone: str) -> actions.SeenSession:
        session = ConversationSession.objects.get(phone=phone)
        return actions.SeenSession(pk=session.pk, created_at=session.created_at)

    def reply(self, phone: str, text: str, *, operator: str) -> None:
        actions.reply(self.shown(phone), operator=operator, text=text, reply_id=uuid.uuid4())
        self.settle(phone)


def tell(site: Installation, *, operator: str) -> dict[str, int]:
    """Live through the story; return the sessions that the pictures show: what it shows -> its id."""
    phones = {name: f"+1500555{number:04d}" for number, name in enumerate(_PARTS, start=1)}
    user = Storyteller(site)
    count_history()
    keep_deleted_threads()
    user.say(phones["finished"], *FINISHED)
    user.say(phones["interview"], *INTERVIEW)
    user.say(phones["interview"], "", media=[VOICE])
    user.say(phones["person"], "Hello", "Orchid Health", "Can I talk to a human, please?")
    user.say(phones["near expiry"], "Good morning", "Lumen Press")
    user.say(phones["fresh"], "Hi! We have a partnership to announce")
    user.say(phones["killed"], "hello", "asdf asdf")
    fail_a_turn(user, phones["failed"])
    take_over(user, phones["by hand"], operator=operator)
    actions.kill(user.shown(phones["killed"]), operator=operator)
    actions.extend(user.shown(phones["interview"]), operator=operator)
    turn_counts.count()
    for name, minutes in _PARTS.items():
        slow_down(phones[name])
        move_back(phones[name], timedelta(minutes=minutes))
    date_threads()
    ids = dict(ConversationSession.objects.values_list("phone", "pk"))
    return {name: ids[phone] for name, phone in phones.items() if phone in ids}


def tell_release(*, operator: str, password: str) -> int:
    """Make the operator's account, and a press release that they have corrected; return its id."""
    User.objects.create_superuser(operator, password=password)
    release = say_all()
    versions.approve(write_versions(release), words="Approve")
    say(release.phone, "quote_role", "founder and CEO", "please make that founder and CEO")
    say(release.phone, "boilerplate", BOILERPLATE.replace("grows", "is an innovative company that grows"))
    versions.write_version(release)
    reason = "Ms. Peeters has called: she was made a general partner in November."
    proposal = {"key": "quote_role_2", "value": "general partner at Blue Harbour Ventures"}
    mark = mark_of_fact(facts.gathered_of(release), proposal["key"])
    seen = SeenRelease(pk=release.pk, version=3, mark=mark)
    press_releases.correct(seen, operator=operator, reason=reason, **proposal)
    spread(release)
    return release.pk


def spread(release: PressRelease) -> None:
    """Let a minute pass between a fact and the next, and ten after a version, up to now."""
    told: list[Any] = sorted([*release.facts.all(), *release.versions.all()], key=lambda row: row.created_at)
    at = timezone.now()
    for row in reversed(told):
        at -= timedelta(minutes=10 if isinstance(row, ReleaseVersion) else 1, seconds=7)
        moments = ("approved_at", "confirmed_at")
        names = ["created_at", *(name for name in moments if getattr(row, name, None))]
        type(row).objects.filter(pk=row.pk).update(**dict.fromkeys(names, at))
    for fact in release.facts.exclude(superseded_at=None):
        newer = release.facts.filter(key=fact.key, pk__gt=fact.pk).earliest("pk")
        release.facts.filter(pk=fact.pk).update(superseded_at=newer.created_at)
    PressRelease.objects.filter(pk=release.pk).update(created_at=at)


_PARTS = {
    "finished": 41,
    "interview": 3,
    "by hand": 6,
    "person": 12,
    "failed": 17,
    "near expiry": 56,
    "fresh": 1,
    "killed": 8,
}
"""Who is in the story -> how many minutes ago."""
_NAMES = (
    "Bo Lee", "Grace Adeyemi", "Tom Byrne", "Mei Tanaka", "Luis Romero", "Ines Keller", "Sam Novak", "asdf",
)  # fmt: skip
"""Their names on WhatsApp."""


def take_over(user: Storyteller, phone: str, *, operator: str) -> None:
    """An operator answers by hand, and a message is held."""
    user.say(phone, "Hello, I would like to announce our new factory", "Can I talk to a human please?")
    actions.take_over(user.shown(phone), operator=operator)
    user.say(phone, "Our press conference is tomorrow at 9. Can the release be ready tonight?")
    hello = "Hi, Olga from the press desk here. Yes: send me the facts by 18:00 and you have it at 20:00."
    user.reply(phone, hello, operator=operator)
    user.say(phone, "Wonderful. It opens on 1 May in Leeds, with 120 jobs.", "And our CEO is Ada Byron.")


def fail_a_turn(user: Storyteller, phone: str) -> None:
    """What it looks like where OpenAI failed at each attempt, the last time for good."""
    errors = ("http_503", "http_503", "insufficient_quota")
    error = errors[-1]
    user.say(phone, "Hello, a product launch please")
    received, turn = timezone.now(), uuid.uuid4()
    InboundFactory.create(
        phone=phone, body="Brightside Bikes", state="failed", turn=turn, error=error, received_at=received
    )
    for place, (start, seconds) in enumerate(((0.2, 1.1), (3.4, 1.0), (12.7, 1.2))):
        claimed = received + timedelta(seconds=start)
        TurnFactory.create(
            phone=phone, turn=turn, attempt=place + 1, error=errors[place], received_at=received,
            outcome="failed" if errors[place] == error else "retried",
            claimed_at=claimed, ended_at=claimed + timedelta(seconds=seconds),
            steps=[{"name": "model", "at": 0.1, "seconds": seconds - 0.1}],
        )  # fmt: skip
    ended = received + timedelta(seconds=14)
    OutboundFactory.create(
        phone=phone, body=canned_replies.APOLOGY,
        turn=turn, state="delivered", created_at=ended, attempted_at=ended, accepted_at=ended,
    )  # fmt: skip
    attention.request_person(phone, reason=f"A turn failed for good: {error}")


def slow_down(phone: str) -> None:
    """Give the exchanges with `phone` the pace of people, and their answers that of a model."""
    chance = random.Random(phone)
    attempts = list(TurnAttempt.objects.filter(phone=phone, outcome="answered").order_by("-id"))
    for number, attempt in enumerate(attempts):
        before = timedelta(seconds=40 * number + chance.uniform(0, 15))
        thinking = chance.uniform(1.2, 3.8)
        took = timedelta(seconds=thinking + 0.3)
        attempt.received_at -= before + took
        attempt.claimed_at = attempt.received_at + timedelta(seconds=chance.uniform(0.05, 0.2))
        attempt.ended_at = attempt.claimed_at + took
        model = {"name": "model", "at": 0.2, "seconds": round(thinking, 3)}
        tool = {"name": "save_key_facts", "at": round(thinking * 0.6, 3), "seconds": 0.03}
        attempt.steps = [model, tool]
        attempt.save()
        InboundMessage.objects.filter(turn=attempt.turn).update(received_at=attempt.received_at)
        sent = attempt.ended_at + timedelta(seconds=0.1)
        seen = sent + timedelta(seconds=chance.uniform(0.4, 0.9))
        OutboundMessage.objects.filter(turn=attempt.turn).update(
            created_at=attempt.ended_at, attempted_at=attempt.ended_at, accepted_at=sent,
            status_at=seen, state="read" if number else "delivered",
        )  # fmt: skip
    earlier = timedelta(seconds=40 * len(attempts))
    ConversationSession.objects.filter(phone=phone).update(created_at=F("created_at") - earlier)


def move_back(phone: str, ago: timedelta) -> None:
    """Move all that `phone` said and heard into the past."""
    for model, names in _MOMENTS.items():
        model._default_manager.filter(phone=phone).update(**{name: F(name) - ago for name in names})


def date_threads() -> None:
    """Have the ledger's threads begin with their sessions."""
    for session in ConversationSession.objects.all():
        RemoteThread.objects.filter(thread_id=session.thread_id).update(created_at=session.created_at)


def keep_deleted_threads() -> None:
    now = timezone.now()
    for hours in range(1, 9):
        ended = now - timedelta(hours=hours * 3)
        ThreadFactory.create(
            thread_id=f"conv_{uuid.uuid4().hex}", state=RemoteThread.State.DELETED,
            created_at=ended - timedelta(hours=1), deleted_at=ended, attempts=1,
        )  # fmt: skip


STOPS = ("company_name", "headline", "headline", "quote", "quote", "quote_role", "boilerplate", "version")
"""Where people stop in the month of counts."""


def count_history() -> None:
    """Write a month of counts: busy in the daytime, quiet at the weekend."""
    chance = random.Random(5)
    amounts: hourly_counts.Amounts = Counter()
    this_hour = hourly_counts.hour_of(timezone.now())
    for hours in range(30 * 24):
        hour = this_hour - timedelta(hours=hours)
        daytime = max(0.08, math.sin((hour.hour - 5) / 16 * math.pi)) if 5 <= hour.hour <= 21 else 0.08
        messages = round(chance.uniform(70, 110) * daytime * (0.35 if hour.weekday() >= 5 else 1))
        created = round(messages * 0.12)
        amounts[hour, hourly_counts.MESSAGES] = messages
        amounts[hour, "created"], amounts[hour, "expired"] = created, round(created * 0.8)
        amounts[hour, "killed"] = int(chance.random() < 0.1)
        amounts[hour, hourly_counts.BY_OPERATOR] = round(messages * 0.04)
        amounts[hour, hourly_counts.FAILED] = int(chance.random() < 0.04)
        for _ in range(round(messages * 0.9)):
            seconds = chance.lognormvariate(1.2, 0.45)
            amounts[hour, hourly_counts.REPLY.row_of(seconds)] += 1
            amounts[hour, hourly_counts.REPLIES] += 1
            amounts[hour, hourly_counts.QUIET] += chance.randint(1400, 2000)
        for _ in range(round(messages * 0.04)):
            waited = chance.lognormvariate(5.5, 0.9)
            amounts[hour, hourly_counts.OPERATOR.row_of(waited)] += 1
            amounts[hour, hourly_counts.HELD.row_of(waited * 0.8)] += 1
        for _ in range(round(messages * 0.03)):
            amounts[hour, release_counts.APPROVED] += 1
            amounts[hour, release_counts.TO_APPROVAL.row_of(chance.lognormvariate(6.8, 0.6))] += 1
            amounts[hour, release_counts.PRICED] += 1
            amounts[hour, release_counts.COST] += chance.randint(40_000, 160_000)
        for key in chance.choices(STOPS, k=round(messages * 0.05)):
            amounts[hour, release_counts.stop(key)] += 1
        amounts[hour, vendor_errors.OPENAI.row("rate_limit_exceeded")] = int(chance.random() < 0.2)
        amounts[hour, vendor_errors.OPENAI.row("http_500")] = int(chance.random() < 0.1)
        amounts[hour, vendor_errors.TWILIO.row("63016")] = int(chance.random() < 0.1)
    hourly_counts.add(+amounts)
