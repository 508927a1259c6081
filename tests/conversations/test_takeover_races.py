"""Races of operators with workers, users and the cleanup, with real threads.

Whoever comes first: each message is answered once, by the bot or by an operator, and nothing is held
where nobody is paused. `TEST_SOAK=1` makes 1000 rounds of each.
"""

import random
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.db.models import F
from django.utils import timezone

from assistant.interview import Reply
from sessions_app.conversations import leases, takeover
from sessions_app.conversations.leases import LeaseLost
from sessions_app.manager import SessionManager
from sessions_app.models import Conversation, ConversationSession, InboundMessage, OutboundMessage
from sessions_app.operators import actions
from sessions_app.operators.actions import Refused, SeenSession
from sessions_app.turns import claims, outcomes
from tests.sessions.test_races import ADA, ROUNDS, TTL, assert_the_counters_fit, at_once, manager, threads
from tests.support.arrivals import message_arrives
from tests.support.factories import counts, idle_session, thread_state
from tests.support.races import Aim, later

__all__ = ["manager", "threads"]

pytestmark = pytest.mark.django_db(transaction=True)


def begin(number: int, *, idle: float = 1) -> SeenSession:
    """Make the session of one round, as a page shows it."""
    return SeenSession.now(idle_session(ADA, idle=idle, thread_id=f"conv_{number}"))


def receive(name: object) -> bool:
    return message_arrives(message_sid=f"SM{name}", phone=ADA, body=f"message {name}")


def done(deed: Callable[[], None]) -> bool:
    """Do it, and return whether it was done: an operator may be refused, a turn may have lost its lease."""
    with suppress(Refused, LeaseLost):
        deed()
        return True
    return False


def reply(shown: SeenSession, text: str = "by hand") -> Callable[[], bool]:
    deed = partial(actions.reply, shown, operator="olga", text=text, reply_id=uuid.uuid4())
    return partial(done, deed)


def take_over(shown: SeenSession, operator: str = "olga") -> Callable[[], bool]:
    return partial(done, partial(actions.take_over, shown, operator=operator))


def hand_back(shown: SeenSession) -> Callable[[], bool]:
    return partial(done, partial(actions.hand_back, shown, operator="olga"))


def kill(shown: SeenSession) -> Callable[[], bool]:
    return partial(done, partial(actions.kill, shown, operator="olga"))


def work() -> bool:
    """Do what a worker does: hold or answer what waits; return whether there was a turn."""
    claimed = claims.claim_turns(10)
    for turn in claimed:
        if turn.session is None:
            done(partial(outcomes.adopt_thread, turn, thread_id=f"new_{uuid.uuid4()}"))
        done(partial(outcomes.commit, turn, Reply(text="by the bot")))
    return bool(claimed)


def states() -> list[str]:
    return list(InboundMessage.objects.order_by("id").values_list("state", flat=True))


def bodies() -> list[str]:
    queued = OutboundMessage.objects.exclude(state="cancelled").order_by("id")
    return list(queued.values_list("body", flat=True))


def is_paused() -> bool:
    return takeover.is_paused(ADA)


def assert_nothing_is_stuck() -> None:
    assert is_paused() or "held" not in states()
    assert not Conversation.objects.filter(paused_at__isnull=False, lease_token__isnull=False).exists()


def end_round() -> None:
    """Let the bot have what is left, see that nothing stays, and clear the tables for the next round."""
    with suppress(Refused):
        if session := ConversationSession.objects.first():
            actions.hand_back(SeenSession.now(session), operator="olga")
    while work():
        pass
    assert set(states()) <= {"answered", "ignored"}
    assert_the_counters_fit()
    SessionManager().remove_session(ADA)
    InboundMessage.objects.all().delete()
    OutboundMessage.objects.all().delete()


def test_a_takeover_against_the_commit_of_a_turn(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    aim = Aim()
    for number in range(ROUNDS):
        shown = begin(number)
        receive(number)
        [turn] = claims.claim_turns(1)
        commit = partial(done, partial(outcomes.commit, turn, Reply(text="by the bot")))
        committed, paused = at_once(
            threads, later(commit, by=-aim.offset), later(take_over(shown), by=aim.offset)
        )
        assert (paused, is_paused()) == (True, True)
        assert (states(), bodies()) == ((["answered"], ["by the bot"]) if committed else (["held"], []))
        assert_nothing_is_stuck()
        aim.saw(committed)
        end_round()
    aim.assert_both_were_seen()
    assert counts() == {"created": ROUNDS, "killed": ROUNDS}


def test_a_reply_by_hand_against_the_commit_of_a_turn(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    aim = Aim()
    for number in range(ROUNDS):
        shown = begin(number)
        receive(number)
        [turn] = claims.claim_turns(1)
        commit = partial(done, partial(outcomes.commit, turn, Reply(text="by the bot")))
        committed, replied = at_once(
            threads, later(commit, by=-aim.offset), later(reply(shown), by=aim.offset)
        )
        aim.saw(committed)
        assert (replied, states()) == (True, ["answered"])
        assert bodies() == (["by the bot"] if committed else []) + ["by hand"]
        by_hand = InboundMessage.objects.exclude(operator="").count()
        assert by_hand == (0 if committed else 1)
        end_round()
    aim.assert_both_were_seen()


def test_a_reply_by_hand_against_a_message_that_arrives(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    aim = Aim()
    for number in range(ROUNDS):
        shown = begin(number)
        receive(f"{number}-first")
        actions.take_over(shown, operator="olga")
        arrive = later(partial(receive, f"{number}-second"), by=-aim.offset)
        assert at_once(threads, arrive, later(reply(shown), by=aim.offset), work) == [True, True, False]
        first, second = states()
        aim.saw(second == "answered")
        assert (first, is_paused()) == ("answered", True)
        by_hand = InboundMessage.objects.exclude(operator="")
        assert by_hand.count() == states().count("answered")
        # What she answered is in what the thread will be told, or the bot answers it.
        [recap_from] = Conversation.objects.values_list("recap_from", flat=True)
        assert not by_hand.filter(received_at__lt=recap_from).exists()
        actions.hand_back(shown, operator="olga")
        claimed = [m.message_sid for turn in claims.claim_turns(1) for m in turn.messages]
        assert claimed == ([] if second == "answered" else [f"SM{number}-second"])
        leases.revoke(ADA)
        end_round()
    aim.assert_both_were_seen()


def test_handing_back_against_a_worker_that_holds(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    aim = Aim()
    for number in range(ROUNDS):
        shown = begin(number)
        actions.take_over(shown, operator="olga")
        receive(number)
        hold = partial(done, partial(takeover.hold_all, [ADA]))
        *_, answered = at_once(
            threads, later(hand_back(shown), by=-aim.offset), hold, later(work, by=aim.offset)
        )
        aim.saw(answered)
        assert not is_paused()
        assert_nothing_is_stuck()
        while work():
            pass
        assert (states(), bodies()) == (["answered"], ["by the bot"])
        end_round()
    aim.assert_both_were_seen()


def test_taking_over_and_handing_back_against_a_user_who_writes_and_two_workers(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    shown = begin(0)

    def write() -> bool:
        return all(receive(number) for number in range(ROUNDS))

    def steer() -> bool:
        for _ in range(ROUNDS // 2):
            deed = random.choice([take_over(shown), hand_back(shown), reply(shown)])
            deed()
            assert done(partial(actions.extend, shown, operator="olga"))
        return True

    def answer() -> bool:
        for _ in range(ROUNDS // 2):
            work()
        return True

    assert at_once(threads, write, steer, answer, answer) == [True] * 4
    assert_nothing_is_stuck()
    done(partial(actions.hand_back, shown, operator="olga"))
    while work():
        pass
    assert set(states()) == {"answered"}
    assert thread_state("conv_0") == "live"
    answered = InboundMessage.objects.exclude(turn=None).filter(operator="")
    turns_of_the_bot = answered.values("turn").distinct().count()
    assert bodies().count("by the bot") == turns_of_the_bot
    end_round()


def test_two_operators_who_take_over_at_once(manager: SessionManager, threads: ThreadPoolExecutor) -> None:
    for number in range(ROUNDS):
        shown = begin(number)
        receive(number)
        replies = [partial(actions.reply, shown, text=name, operator=name, reply_id=uuid.uuid4()) for name in
                   ("olga", "pavel")]  # fmt: skip
        sent = at_once(threads, *[partial(done, deed) for deed in replies], work)[:2]
        assert sorted(sent) == [False, True]  # the other one is told whose conversation it is
        assert [body for body in bodies() if body != "by the bot"] == (["olga"] if sent[0] else ["pavel"])
        assert states() == ["answered"]
        end_round()


def test_the_same_reply_sent_twice_goes_out_once(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    for number in range(ROUNDS):
        shown = begin(number)
        receive(number)
        twice = reply(shown)
        assert sorted(at_once(threads, twice, twice)) == [False, True]
        assert bodies() == ["by hand"]
        end_round()


def test_a_kill_against_a_reply_by_hand(manager: SessionManager, threads: ThreadPoolExecutor) -> None:
    for number in range(ROUNDS):
        shown = begin(number)
        receive(number)
        actions.take_over(shown, operator="olga")
        killed, replied = at_once(threads, kill(shown), reply(shown))
        assert (killed, ConversationSession.objects.exists(), is_paused()) == (True, False, False)
        assert (states(), bodies()) == (["answered"] if replied else ["ignored"], [])
        assert thread_state(f"conv_{number}") == "doomed"
        assert Conversation.objects.get().recap_from is None
        end_round()
    assert counts() == {"created": ROUNDS, "killed": ROUNDS}


def test_a_kill_against_a_worker_and_a_message_that_arrives(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    for number in range(ROUNDS):
        shown = begin(number)
        actions.take_over(shown, operator="olga")
        receive(f"{number}-first")
        killed, *_ = at_once(threads, kill(shown), work, partial(receive, f"{number}-second"))
        assert killed
        assert_nothing_is_stuck()
        assert thread_state(f"conv_{number}") == "doomed"
        end_round()


def any_moment(number: int) -> SeenSession:
    """Make a paused session with a message, that expires within 20 ms or expired 2 ms ago at most."""
    shown = begin(number)
    receive(number)
    actions.take_over(shown, operator="olga")
    age = timedelta(seconds=TTL - random.uniform(-0.002, 0.02))
    ConversationSession.objects.update(last_accessed=timezone.now() - age)
    InboundMessage.objects.update(received_at=F("received_at") - age)
    return shown


@pytest.mark.parametrize("deed", [reply, hand_back, take_over, kill])
def test_the_cleanup_against_an_operator(
    manager: SessionManager, threads: ThreadPoolExecutor, deed: Callable[[SeenSession], Callable[[], bool]]
) -> None:
    for number in range(ROUNDS):
        shown = any_moment(number)
        operate = take_over(shown, operator="pavel") if deed is take_over else deed(shown)
        operated, removed = at_once(threads, operate, manager.cleanup_expired_sessions)
        # What is held keeps the session; but the pause may have ended before she hands back.
        assert operated or deed is hand_back
        assert removed == 0
        assert_nothing_is_stuck()
        assert is_paused() == (deed in (reply, take_over))
        if operated:
            assert manager.get_session(ADA) == (None if deed is kill else f"conv_{number}")
        assert ConversationSession.objects.exists() == (deed is not kill)
        end_round()
    assert counts() == {"created": ROUNDS, "killed": ROUNDS}


@pytest.mark.parametrize("deed", [reply, take_over])
def test_the_cleanup_of_a_session_that_nothing_keeps_against_an_operator(
    manager: SessionManager, threads: ThreadPoolExecutor, deed: Callable[[SeenSession], Callable[[], bool]]
) -> None:
    aim = Aim()
    for number in range(ROUNDS):
        receive(number)
        InboundMessage.objects.update(state=InboundMessage.State.ANSWERED)
        shown = begin(number, idle=TTL - aim.offset)
        operated, removed = at_once(threads, deed(shown), manager.cleanup_expired_sessions)
        aim.saw(bool(operated))
        assert removed == 0 or not operated
        assert is_paused() == operated
        assert manager.get_session(ADA) == (f"conv_{number}" if operated else None)
        manager.cleanup_expired_sessions()
        end_round()
    aim.assert_both_were_seen()


def test_retries_at_once_neither_hang_nor_double(
    manager: SessionManager, threads: ThreadPoolExecutor
) -> None:
    for number in range(ROUNDS):
        shown = begin(number)
        receive(number)
        [turn] = claims.claim_turns(1)
        outcomes.give_up(turn, error="invalid_api_key")
        by_page = partial(done, partial(actions.retry, shown, operator="olga"))
        in_list = partial(outcomes.retry_failed, ADA)
        assert sum(at_once(threads, by_page, in_list, in_list)) == 1
        assert states() == ["received"]
        end_round()
