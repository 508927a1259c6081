"""Turns that died, or whose outcome is uncertain, go on where they stand in the thread."""

import asyncio
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from assistant.interviewer import Reply
from assistant.models import Fact, ReleaseVersion
from tests.fakes.background_server import wait_until
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.support.interview import DatabaseContext, first_version, latest, save, tell, values
from tests.support.openai_turns import (
    SAVE_HEADLINE,
    ask,
    asked_of,
    interviewer_for,
    open_thread,
    save_line,
    tool,
    trouble,
)

pytestmark = pytest.mark.django_db


def test_an_answer_that_got_lost_on_its_way_is_taken_from_the_thread() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        fake.fail_next(Fault("reset_after"))
        trouble(fake, thread_id, "one", "two")
        reply = ask(fake, thread_id, "one", "two", resuming=True)

        assert reply.text == "You said: one | two (turn 1)"
        assert reply.last_item_id == fake.conversations[thread_id][-1]["id"]
        assert fake.response_count == 1


def test_messages_that_never_arrived_are_asked_normally() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        fake.fail_next(Fault("reset_before"))
        trouble(fake, thread_id, "hello")
        reply = ask(fake, thread_id, "hello", resuming=True)

        assert reply.text == "You said: hello (turn 1)"


def test_the_same_words_of_an_earlier_turn_are_not_mistaken_for_this_one() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        earlier = ask(fake, thread_id, "yes")
        reply = ask(fake, thread_id, "yes", resuming=True, known_item_id=earlier.last_item_id)

    assert reply.text == "You said: yes (turn 2)"


def test_what_an_earlier_turn_left_behind_is_not_mistaken_for_this_one() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        ask(fake, thread_id, "of a turn that was given up")
        reply = ask(fake, thread_id, "hello", resuming=True)

    assert reply.text == "You said: hello (turn 2)"


def test_tools_that_were_called_and_not_answered_are_run_and_the_turn_goes_on() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        fake.fail_next(Fault("reset_after"))
        trouble(fake, thread_id, SAVE_HEADLINE)
        reply = ask(fake, thread_id, SAVE_HEADLINE, resuming=True)

        assert fake.texts(thread_id)[0] == ("user", SAVE_HEADLINE)
        assert len(fake.texts(thread_id)) == 2
    assert values() == {"headline": "Acme flies"}
    assert reply.text.startswith("Done: ")


@pytest.mark.parametrize("kind", ["empty_text", "incomplete"])
def test_messages_that_are_there_without_an_answer_are_not_repeated(kind: str) -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        fake.fail_next(Fault(kind))
        trouble(fake, thread_id, "hello")
        ask(fake, thread_id, "hello", resuming=True)
        roles = [role for role, _ in fake.texts(thread_id)]

    assert roles == ["user", "assistant", "developer", "assistant"]


def test_an_invisible_answer_in_the_thread_counts_as_none() -> None:
    answers = iter(["\u200b", "Hello!"])
    with FakeOpenAI(model=lambda request: next(answers)) as fake:
        thread_id = open_thread(fake)
        trouble(fake, thread_id, "hello")
        reply = ask(fake, thread_id, "hello", resuming=True)

    assert reply.text == "Hello!"


def test_a_message_that_came_after_the_lost_answer_is_asked_alone() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        fake.fail_next(Fault("reset_after"))
        trouble(fake, thread_id, "one")
        reply = ask(fake, thread_id, "one", "two", resuming=True)
        developer = asked_of(fake)[-1]["input"][0]

    assert reply.text == "You said: two (turn 2)"
    assert developer["role"] == "developer"
    assert "did not reach the user" in developer["content"]


def test_a_known_item_that_is_gone_does_not_stop_the_turn() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        fake.fail_next(Fault("reset_after"))
        trouble(fake, thread_id, "hello")
        reply = ask(fake, thread_id, "hello", resuming=True, known_item_id="msg_gone")

        assert reply.text == "You said: hello (turn 1)"
        assert fake.response_count == 1


def test_a_conversation_that_is_gone_is_lost_when_resuming_too() -> None:
    with FakeOpenAI() as fake:
        error = trouble(fake, "conv_gone", "hello", resuming=True, known_item_id="msg_gone")

    assert error.thread_lost


def test_a_thread_of_many_pages_is_read_to_its_end() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        for number in range(7):
            ask(fake, thread_id, *(f"message {number}.{part}" for part in range(19)))
        reply = ask(fake, thread_id, *(f"message 6.{part}" for part in range(19)), resuming=True)

        assert "message 6.18" in reply.text
        assert fake.response_count == 7


def test_a_turn_that_ran_into_its_deadline_is_picked_up() -> None:
    async def run_into_deadline(fake: FakeOpenAI, thread_id: str) -> None:
        interviewer = interviewer_for(fake.base_url)
        ask_in = partial(interviewer.reply, thread_id=thread_id, context=DatabaseContext(messages=["hello"]))
        asking = asyncio.create_task(ask_in(messages=["hello"]))
        await asyncio.to_thread(wait_until, lambda: fake.asked("hello"))
        asking.cancel()  # as `asyncio.timeout` does
        with pytest.raises(asyncio.CancelledError):
            await asking
        await interviewer.close()

    with FakeOpenAI(think=1.0) as fake:
        thread_id = open_thread(fake)
        async_to_sync(run_into_deadline)(fake, thread_id)
        wait_until(lambda: fake.response_count == 1)
        reply = ask(fake, thread_id, "hello", resuming=True)

        assert reply.text == "You said: hello (turn 1)"
        assert fake.response_count == 1


# --- What a turn has done before it died -------------------------------------------------------


def _brings_outputs(body: Mapping[str, Any]) -> bool:
    return isinstance(body["input"], list) and body["input"][0]["type"] == "function_call_output"


def lost_after_its_tools(fake: FakeOpenAI, thread_id: str, line: str, *, fault: str) -> list[Reply]:
    """Have a turn die while its tools' outputs are sent; return the replies of two further attempts."""
    token = uuid.uuid4()
    fake.fail_next(Fault(fault), when=_brings_outputs)
    trouble(fake, thread_id, line, token=token)
    return [ask(fake, thread_id, line, token=token, resuming=True) for _ in range(2)]


@pytest.mark.parametrize("fault", ["reset_before", "reset_after"])
def test_a_save_that_was_done_but_not_answered_is_not_done_twice(fault: str) -> None:
    with FakeOpenAI() as fake:
        replies = lost_after_its_tools(fake, open_thread(fake), SAVE_HEADLINE, fault=fault)

    assert [reply.text.startswith("Done: ") for reply in replies] == [True, True]
    assert Fact.objects.count() == 1


@pytest.mark.parametrize("fault", ["reset_before", "reset_after"])
def test_a_finish_that_was_done_but_not_answered_writes_no_second_version_and_shows_the_first(
    fault: str,
) -> None:
    tell("funding")
    with FakeOpenAI() as fake:
        replies = lost_after_its_tools(fake, open_thread(fake), tool("finish"), fault=fault)

    version = ReleaseVersion.objects.get()
    for reply in replies:
        assert version.text in reply.text
        assert reply.choices[0].label == "Approve"


@pytest.mark.parametrize("fault", ["reset_before", "reset_after"])
def test_a_correction_that_was_done_but_not_answered_shows_its_lines(fault: str) -> None:
    first_version()
    with FakeOpenAI() as fake:
        line = save_line("city", "Graz, Austria")
        replies = lost_after_its_tools(fake, open_thread(fake), line, fault=fault)

    assert ReleaseVersion.objects.count() == 2
    for reply in replies:
        assert "Old: TURIN, Italy" in reply.text
        assert "New: GRAZ, Austria" in reply.text


@pytest.mark.parametrize("fault", ["reset_before", "reset_after"])
def test_an_approval_that_was_done_but_not_answered_is_kept_as_it_is(fault: str) -> None:
    first_version()
    with FakeOpenAI() as fake:
        lost_after_its_tools(fake, open_thread(fake), tool("approve", said="approve"), fault=fault)

    version = latest()
    assert version.approved_at is not None
    assert version.approval == "approve"


@pytest.mark.parametrize("fault", ["reset_before", "reset_after"])
def test_a_proposal_that_was_made_but_not_answered_is_made_once(fault: str) -> None:
    save("company_name", "Acme")
    line = tool("propose", fact="headline", number=1, value="Acme flies")
    with FakeOpenAI() as fake:
        lost_after_its_tools(fake, open_thread(fake), line, fault=fault)

    assert Fact.objects.filter(key="headline").count() == 1
