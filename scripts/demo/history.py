"""A month of figures, and the rows that operators and housekeeping leave.

What the figures were made of is erased by then: here too, once the real jobs have added it up.
"""

import math
import random
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle

from django.conf import settings
from django.utils import timezone
from django_q.models import Task

from assistant import model_calls
from assistant.models import ModelCall
from scripts.demo import people
from scripts.demo.states import OLGA, OTTO, VERA
from scripts.demo.world import HOURS, World
from sessions_app.conversations import people as pages
from sessions_app.housekeeping import schedules
from sessions_app.models import NewUser, Note, Person, SessionChange, TurnAttempt
from sessions_app.operators import audit, erasure
from sessions_app.telemetry import model_usage, session_counts, turn_counts
from sessions_app.threads import ledger

DAYS = 30
_MEDIAN_SECONDS, _SPREAD = 1.2, 0.45
"""Of a log-normal reply time."""


def plan(demo: World) -> None:
    add_up_a_month(demo)
    demo.at(1300, _fail_a_task)
    _erase(demo)
    _work_together(demo)
    for minutes in (*range(60 * (HOURS - 1), 60, -360), 64.5, 4.5):
        demo.at(minutes, _housekeep)
    demo.at(0.5, _leave_threads)
    demo.at(0, _add_up)


def add_up_a_month(demo: World) -> None:
    """Write a month of turns, sessions and calls, quiet at night and at weekends, and add them up."""
    chance = random.Random(5)
    ago = range(1, DAYS * 24)
    amounts = {demo.end - timedelta(hours=hours): _turns_in(hours, chance) for hours in ago}
    TurnAttempt.objects.bulk_create(_attempts(amounts, chance), batch_size=500)
    ModelCall.objects.bulk_create(_calls(amounts, chance), batch_size=500)
    SessionChange.objects.bulk_create(_changes(amounts), batch_size=500)
    _add_up()
    for model in (TurnAttempt, ModelCall, NewUser):  # or each of the crowd would be one that has left
        model._default_manager.all().delete()


def _turns_in(hours_ago: int, chance: random.Random) -> int:
    """Return how many turns an hour had. The demo ends on a Wednesday at noon, whenever it is made."""
    hour = (12 - hours_ago) % 24
    is_weekend = (3 + (11 - hours_ago) // 24) % 7 in (0, 6)
    daytime = max(0.08, math.sin((hour - 5) / 16 * math.pi)) if 5 <= hour <= 21 else 0.08
    return round(chance.uniform(28, 44) * daytime * (0.35 if is_weekend else 1))


def _attempts(amounts: dict[datetime, int], chance: random.Random) -> Iterator[TurnAttempt]:
    users = cycle(people.crowd())
    outcomes = TurnAttempt.Outcome
    for hour, amount in amounts.items():
        for user in (next(users) for _ in range(amount)):
            received = hour + timedelta(seconds=chance.uniform(0, 3500))
            quiet = chance.uniform(1.5, 2)
            claimed = received + timedelta(seconds=quiet)
            kinds, weights = (outcomes.ANSWERED, outcomes.OPERATOR, outcomes.FAILED), (94, 5, 0.3)
            yield TurnAttempt(
                phone=user.phone,
                turn=uuid.uuid4(),
                outcome=chance.choices(kinds, weights)[0],
                messages=chance.choice((1, 1, 1, 2)),
                received_at=received,
                claimed_at=claimed,
                ended_at=claimed + timedelta(seconds=chance.lognormvariate(_MEDIAN_SECONDS, _SPREAD)),
                steps=[{"name": "quiet", "at": -quiet, "seconds": quiet}],
            )


def _changes(amounts: dict[datetime, int]) -> Iterator[SessionChange]:
    reasons = SessionChange.Reason
    for hour, amount in amounts.items():
        begun = max(1, amount // 4)
        killed = int(begun > 2 and hour.hour % 5 == 0)
        for reason, count in (
            (reasons.CREATED, begun),
            (reasons.EXPIRED, begun - killed),
            (reasons.KILLED, killed),
        ):
            if count:
                yield SessionChange(reason=reason, amount=count, at=hour)


def _calls(amounts: dict[datetime, int], chance: random.Random) -> Iterator[ModelCall]:
    """Yield the calls of `amounts`, several in a row: the tokens of an hour are those of its turns."""
    for hour, amount in amounts.items():
        yield _call("interview", settings.OPENAI_MODEL, hour, read=amount * 6200, written=amount * 240)
        if amount > 8:
            yield _call("write", settings.OPENAI_WRITER_MODEL, hour, read=4200, written=900)
            yield _call("repair", settings.OPENAI_WRITER_MODEL, hour, read=2600, written=300)
        if chance.random() < 0.3:
            model = settings.OPENAI_TRANSCRIPTION_MODEL
            yield _call("transcribe", model, hour, seconds=chance.uniform(5, 60))


def _call(
    purpose: str, model: str, hour: datetime, *, read: int = 0, written: int = 0, seconds: float | None = None
) -> ModelCall:
    usage = {
        "input_tokens": read,
        "input_tokens_details": {"cached_tokens": read // 2},
        "output_tokens": written,
        "output_tokens_details": {"reasoning_tokens": written // 4},
    }
    used = model_calls.told(model=model, usage={} if seconds else usage, audio_seconds=seconds)
    answered = hour + timedelta(seconds=3)
    return ModelCall(
        purpose=purpose, model=model, turn=uuid.uuid4(), asked_at=hour, answered_at=answered, **used
    )


def _add_up() -> None:
    for job in (turn_counts.count, session_counts.roll_up, model_usage.roll_up):
        job()


def _housekeep() -> None:
    """Run what is due, as the schedules do."""
    schedules.tick()


def _fail_a_task() -> None:
    now = timezone.now()
    Task.objects.create(
        id=uuid.uuid4().hex,
        name="demo-demo-demo-demo",
        func=schedules.TICK,
        started=now - timedelta(seconds=60),
        stopped=now,
        success=False,
        result="Task exceeded maximum timeout value (60 seconds)",
        group=schedules.TICK,
        attempt_count=1,
    )


def _erase(demo: World) -> None:
    """Two users are forgotten: one in the console and confirmed, the other by a message and not yet."""
    demo.talk(people.FINN, 1200, ["Hello", "Finch & Sons"])
    reason = "Asked for it by letter."
    demo.at(1100, erasure.erase, people.FINN.phone, operator=OLGA, reason=reason)
    demo.talk(people.ERA, 5, ["Hi", "delete my data", "1"], pace=30)


def _work_together(demo: World) -> None:
    """Operators read, assign and note. What they look at is in the audit log."""
    demo.at(1470, _note, people.HOLLY, OTTO, "Opens a second shop in May. Prefers calls before ten.")
    demo.at(29, _note, people.HOLLY, OLGA, "Back today. Otto, can you look after this one?")
    demo.at(28.5, _assign, people.HOLLY, OTTO)
    demo.at(20.5, _assign, people.LUIS, OLGA)
    demo.at(20.2, _note, people.LUIS, OLGA, "Press conference tomorrow at 9: the release is needed tonight.")
    for minutes, operator, user in (
        (86, VERA, people.RUTH),
        (30, OTTO, people.HOLLY),
        (15, OLGA, people.TOM),
    ):
        demo.at(minutes, audit.record_reading, "session", operator=operator, phone=user.phone)


def _note(user: people.User, operator: str, text: str) -> None:
    Note.objects.create(person=pages.of(user.phone), operator=operator, text=text)


def _assign(user: people.User, operator: str) -> None:
    Person.objects.filter(pk=pages.of(user.phone).pk).update(assigned_to=operator)


def _leave_threads() -> None:
    """Leave a thread in each state that the scripted interview, which has no remote ones, cannot have."""
    ledger.plan()
    ledger.not_opened(ledger.plan(), error="timeout", uncertain=True)
    pinned, doomed = (f"conv_{uuid.uuid4().hex}" for _ in range(2))
    for thread_id in (pinned, doomed):
        ledger.opened(ledger.plan(), thread_id=thread_id)
    ledger.pin([pinned])
    ledger.doom([doomed])
    ledger.of_ids([doomed]).update(attempts=2, error="http_503")
