"""Anything in any order: a state machine does the same to the real thing and to a small model of it.

The vendors are the machine itself, which decides what becomes of each call. After every step the
tables must say what the model (`conversation_model`) says, and at the end nothing may be left over.
`TEST_SOAK=1` runs long, from a random seed that it prints; TEST_SEED repeats one, TEST_EXAMPLES says how
many.
"""

import os
import random

import hypothesis
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, strategies
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from pytest_django import Settings

from assistant.interview import AssistantError
from sessions_app.conversations import idle
from sessions_app.housekeeping import thread_deletion, transcript_erasure
from sessions_app.models import SessionChange
from sessions_app.telemetry import session_counts, turn_counts
from sessions_app.turns import reset
from tests.state_machine.machine_delivery import DeliveryRules
from tests.state_machine.machine_operators import OperatorRules
from tests.state_machine.machine_releases import ReleaseRules
from tests.state_machine.machine_turns import TurnRules
from tests.state_machine.machine_world import WORKERS, World, a_phone, a_reply, a_worker, any_of_them

SOAK = bool(os.environ.get("TEST_SOAK"))


class HousekeepingRules(World):
    """What the schedules do, and those who call the `SessionManager`."""

    @rule(phone=a_phone)
    def kill(self, phone: str) -> None:
        assert self.manager.remove_session(phone) == self.model.kill(phone)

    @rule(phone=a_phone)
    def get_session(self, phone: str) -> None:
        live = self.model.live_session(phone)
        assert self.manager.get_session(phone) == (live.thread_id if live else None)
        if live:
            live.last_accessed = timezone.now()

    @rule(phone=a_phone)
    def import_session(self, phone: str) -> None:
        thread_id = f"conv_{next(self.names):04d}"
        self.manager.set_session(phone, thread_id)
        if self.model.paused_by(phone):
            self.model.end_pause_if_expired(phone)
        self.model.put(phone, thread_id, judged_at=self.model.waits_since(phone))
        self.model.take_away(phone)

    @rule(phone=a_phone)
    def reset_late(self, phone: str) -> None:
        """Two workers see the same reset; this is the second one, or none of them knew of it.

        Where an operator was faster, it is left for them.
        """
        unanswered = [] if self.model.paused_by(phone) else self.model.unanswered(phone)
        expected = any(message.kind == "reset" for message in unanswered)
        if expected:
            self.model.reset(phone)
        assert reset.reset(phone) == expected

    @rule()
    def expire(self) -> None:
        assert self.manager.cleanup_expired_sessions() == self.model.expire()

    @rule()
    def fold_counts(self) -> None:
        session_counts.roll_up()
        assert not SessionChange.objects.exists()

    @rule()
    def erase_transcripts(self) -> None:
        self.model.erase()
        turn_counts.count(), transcript_erasure.erase()

    @rule()
    def prune_conversations(self) -> None:
        assert idle.prune() == self.model.prune_conversations()

    @rule()
    def claim_deletions(self) -> None:
        claimed = thread_deletion._claim()
        assert [thread.thread_id for thread in claimed] == self.model.claim_deletions()
        self.deletions += claimed

    @precondition(lambda self: self.deletions)
    @rule(number=any_of_them, fails=strategies.booleans())
    def delete_thread(self, number: int, fails: bool) -> None:
        thread = self.deletions.pop(number % len(self.deletions))
        thread_deletion._record(thread, AssistantError(code="server_error") if fails else None)
        known = self.model.threads[thread.thread_id]
        if not fails and known.state == "doomed":
            known.state = "deleted"


class Conversations(OperatorRules, TurnRules, DeliveryRules, HousekeepingRules, ReleaseRules):
    """Everything at once."""


class Releases(ReleaseRules):
    """Turns, resets and lost leases around releases, without the rest, so that whole ones come up often."""

    @rule()
    def claim(self) -> None:
        self.claim_turns(10, "two")

    @rule()
    def lose_leases(self) -> None:
        self.clock.shift(16)

    @precondition(lambda self: self.running)
    @rule(number=any_of_them)
    def answer(self, number: int) -> None:
        self.commit(self.running[number % len(self.running)], "Yes.")
        self.send_all()

    @rule(worker=a_worker)
    def crash(self, worker: str) -> None:
        self.die(worker)


class Deliveries(DeliveryRules):
    """Turns that never fail, so that what becomes of their replies comes up more often."""

    @rule(phone=a_phone, times=a_reply)
    def converse(self, phone: str, times: int) -> None:
        self.receive(phone, "hello")
        self.claim_turns(10, "one")
        while self.running:
            self.commit(self.running[0], "Yes. " * times)

    @rule(phone=a_phone)
    def restart(self, phone: str) -> None:
        self.receive(phone, "reset")
        self.claim_turns(10, "one")

    @rule(seconds=strategies.sampled_from([6, 31, 31]))
    def wait(self, seconds: int) -> None:
        self.clock.shift(seconds)

    @rule()
    def erase_transcripts(self) -> None:
        self.model.erase()
        turn_counts.count(), transcript_erasure.erase()

    @rule(worker=strategies.sampled_from(WORKERS))
    def crash(self, worker: str) -> None:
        self.die(worker)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("machine", "examples"), [(Conversations, 16), (Deliveries, 16), (Releases, 8)])
def test_anything_in_any_order_leaves_nothing_lost_doubled_or_mixed_up(
    settings: Settings, machine: type[World], examples: int
) -> None:
    settings.SESSION_TTL_SECONDS, settings.SESSION_CLEANUP_INTERVAL = 3600, 300
    settings.TURN_LEASE_SECONDS, settings.TURN_DEADLINE_SECONDS = 15, 120
    settings.DELIVERY_MAX_ATTEMPTS, settings.DELIVERY_PART_WAIT_SECONDS = 3, 5
    profile = hypothesis.settings(
        max_examples=int(os.environ.get("TEST_EXAMPLES") or (125 * examples if SOAK else examples)),
        stateful_step_count=100 if SOAK else 40,
        derandomize=not SOAK,
        database=None,
        deadline=None,
        print_blob=False,
        # An example is dozens of transactions: nothing here is quick enough for Hypothesis.
        suppress_health_check=[HealthCheck.too_slow],
    )
    if SOAK:
        seed = int(os.environ.get("TEST_SEED") or random.SystemRandom().randrange(2**32))
        print(f"TEST_SEED={seed}")
        hypothesis.seed(seed)(machine)
    run_state_machine_as_test(machine, settings=profile)
