"""The interview that OpenAI leads, over real sockets, with OpenAI's SDK in the loop."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from assistant.announcement_types import FACTS
from assistant.interview import get_interviewer
from assistant.interviewer import PastMessage, Reply
from assistant.openai.interview import MAX_ROUNDS
from assistant.snapshot import snapshot
from sessions_app.privacy import pseudonym
from tests.fakes.faults import Fault
from tests.fakes.openai_model import ModelRequest
from tests.fakes.openai_server import FakeOpenAI
from tests.support.interview import OTHER_PHONE, PHONE, DatabaseContext, latest, save, tell, turn_of
from tests.support.openai_turns import (
    SAVE_HEADLINE,
    ask,
    ask_in,
    asked_of,
    call,
    interviewer_for,
    open_thread,
    outputs_in,
    save_line,
    tool,
    trouble,
)

pytestmark = pytest.mark.django_db

T = TypeVar("T")


# --- A turn ----------------------------------------------------------------------------------


def test_a_turn_in_a_known_thread_is_one_call() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        reply = ask(fake, thread_id, "Hello", "we raised money")
        item_ids = [item["id"] for item in fake.conversations[thread_id]]

        assert reply == Reply(text="You said: Hello | we raised money (turn 1)", last_item_id=item_ids[-1])
        assert fake.request_count == 2


def test_the_messages_of_a_burst_are_items_of_their_own_in_order() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        ask(fake, thread_id, "first", "second")

        assert fake.texts(thread_id)[:2] == [("user", "first"), ("user", "second")]


def test_instructions_and_tools_are_the_same_in_all_calls_of_all_users_before_and_after_saves() -> None:
    with FakeOpenAI() as fake:
        for phone in (PHONE, OTHER_PHONE):
            thread_id = open_thread(fake)
            for message in ("hello", SAVE_HEADLINE, save_line("city", "Turin, Italy"), "thanks"):
                ask(fake, thread_id, message, phone=phone)
        bodies = asked_of(fake)

    assert len(bodies) == 12
    assert len({repr((body["instructions"], body["tools"])) for body in bodies}) == 1


def test_a_user_goes_by_a_pseudonym_and_a_thread_has_a_cache_of_its_own() -> None:
    with FakeOpenAI() as fake:
        threads = [open_thread(fake) for _ in range(2)]
        for thread_id, phone in zip(threads, (PHONE, OTHER_PHONE), strict=True):
            ask(fake, thread_id, SAVE_HEADLINE, phone=phone)
        bodies = asked_of(fake)

    first, second = [(pseudonym(PHONE), threads[0])] * 2, [(pseudonym(OTHER_PHONE), threads[1])] * 2
    assert [(body["safety_identifier"], body["prompt_cache_key"]) for body in bodies] == first + second
    assert PHONE not in repr(bodies)


def test_the_model_of_the_settings_is_asked_and_may_save_each_fact(settings: Any) -> None:
    settings.OPENAI_MODEL = "gpt-6.1-terra"
    with FakeOpenAI() as fake:
        ask(fake, open_thread(fake), "hello")
        (body,) = asked_of(fake)

    assert body["model"] == "gpt-6.1-terra"
    assert all(one["strict"] for one in body["tools"])
    by_name = {one["name"]: one["parameters"]["properties"] for one in body["tools"]}
    named = [name.removeprefix("save_") for name in by_name] + by_name["save_key_facts"]["fact"]["enum"]
    assert FACTS.keys() - {*named, "quote", "quote_speaker", "quote_role"} == set()


def test_a_thread_begins_with_what_was_said_and_what_is_there() -> None:
    save("company_name", "Acme Rockets")
    with FakeOpenAI() as fake:
        past = [PastMessage(by_user=True, text="hi"), PastMessage(by_user=False, text="Hello!")]
        thread_id = open_thread(fake, past_messages=past, snapshot=snapshot(turn_of("hello again")))
        texts = fake.texts(thread_id)

    assert [role for role, _ in texts] == ["user", "assistant", "developer", "developer"]
    assert '"company_name": "Acme Rockets"' in texts[2][1]


def test_what_changed_outside_the_thread_is_told_before_the_message() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        ask(fake, thread_id, "hello", snapshot="what is there")

        assert fake.texts(thread_id)[:2] == [("developer", "what is there"), ("user", "hello")]


def test_half_a_surrogate_pair_and_a_nul_do_not_break_the_call() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        ask(fake, thread_id, "a\ud83d\x00b")

        assert fake.texts(thread_id)[0] == ("user", "a\ufffd\ufffdb")


# --- Rounds ----------------------------------------------------------------------------------


class LeaseGone(Exception):
    """What the turn raises when it may not write any more."""


class Fenced(DatabaseContext):
    async def run(self, change: Callable[..., T], **values: object) -> T:
        raise LeaseGone


def test_a_turn_that_lost_its_lease_ends_at_once_and_the_next_turn_repairs_the_thread() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        with pytest.raises(LeaseGone):
            ask_in(Fenced(messages=[SAVE_HEADLINE]), fake, thread_id)
        reply = ask(fake, thread_id, "still there?")
        (output,) = outputs_in(asked_of(fake)[-1])

    assert reply.text == "You said: still there? (turn 2)"
    assert "interrupted" in output["error"]


def test_a_thread_that_cannot_be_repaired_is_lost() -> None:
    with FakeOpenAI() as fake:
        complaint = "No tool output found for function call call_1."
        fake.fail_next(Fault.http(400, message=complaint), times=2)
        error = trouble(fake, open_thread(fake), "hello")

    assert (error.thread_lost, error.permanent) == (True, False)


def test_a_model_that_never_stops_calling_tools_is_stopped() -> None:
    def model(request: ModelRequest) -> Any:
        return [call("save_headline", {"value": "again", "said": "again"})]

    with FakeOpenAI(model=model) as fake:
        error = trouble(fake, open_thread(fake), "go")
        bodies = asked_of(fake)

    assert (error.code, error.permanent, error.uncertain) == ("too_many_rounds", False, True)
    assert len(bodies) == MAX_ROUNDS
    assert bodies[-1]["tool_choice"] == "none"


# --- The answer ------------------------------------------------------------------------------


def test_commentary_is_not_for_the_user() -> None:
    with FakeOpenAI(commentary=True) as fake:
        reply = ask(fake, open_thread(fake), "hello")

    assert reply.text == "You said: hello (turn 1)"


def test_a_refusal_is_an_answer() -> None:
    def model(request: ModelRequest) -> Any:
        return [{"content": [{"type": "refusal", "refusal": "I cannot help with that."}]}]

    with FakeOpenAI(model=model) as fake:
        reply = ask(fake, open_thread(fake), "hello")

    assert reply.text == "I cannot help with that."


@pytest.mark.parametrize(
    ("kind", "code"),
    [("empty_text", "empty_reply"), ("failed", "server_error"), ("incomplete", "max_output_tokens")],
)
def test_a_response_without_an_answer_is_a_passing_and_uncertain_trouble(kind: str, code: str) -> None:
    with FakeOpenAI() as fake:
        fake.fail_next(Fault(kind))
        error = trouble(fake, open_thread(fake), "hello")

    assert (error.code, error.permanent, error.uncertain) == (code, False, True)


def test_the_user_gets_whatsapps_text_and_the_thread_keeps_the_models() -> None:
    with FakeOpenAI(model=lambda request: "# Hi\n**Acme** [site](https://acme.com)") as fake:
        thread_id = open_thread(fake)
        reply = ask(fake, thread_id, "hello")

        assert fake.texts(thread_id)[-1] == ("assistant", "# Hi\n**Acme** [site](https://acme.com)")
    assert reply.text == "*Hi*\n*Acme* site (https://acme.com)"


def test_our_own_document_is_not_read_as_markdown() -> None:
    tell("funding", boilerplate="Vinolog makes **very** small sensors.")
    with FakeOpenAI() as fake:
        reply = ask(fake, open_thread(fake), tool("finish"))

    assert latest().text in reply.text
    assert "**very**" in reply.text


def test_characters_of_the_model_that_a_database_cannot_store_are_replaced() -> None:
    with FakeOpenAI(model=lambda request: "a\x00b\ud83dc") as fake:
        reply = ask(fake, open_thread(fake), "hello")

    assert reply.text == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("text", ["\u200b", "\ufeff\n\u2800", "\u3164 \ufe0f", "\u00ad\U000e0041"], ids=ascii)
def test_a_reply_of_invisible_characters_only_is_none(text: str) -> None:
    with FakeOpenAI(model=lambda request: text) as fake:
        error = trouble(fake, open_thread(fake), "hello")

    assert (error.code, error.permanent, error.uncertain) == ("empty_reply", False, True)


# --- Threads and connections -----------------------------------------------------------------


def test_deleting_a_thread_leaves_none_of_its_items_behind_and_may_be_repeated() -> None:
    async def deleted_twice(url: str, thread_id: str) -> None:
        interviewer = interviewer_for(url)
        for _ in range(2):
            await interviewer.delete_thread(thread_id=thread_id)
        await interviewer.close()

    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        ask(fake, thread_id, "hello")
        asyncio.run(deleted_twice(fake.base_url, thread_id))

        assert fake.conversations == {}
        assert fake.orphaned_items == {}


def test_the_settings_decide_who_interviews(settings: Any) -> None:
    settings.OPENAI_API_KEY = ""
    assert get_interviewer().name == "offline"

    settings.OPENAI_API_KEY = "sk-test"
    assert get_interviewer().name == "openai"
    assert get_interviewer() is get_interviewer()


def test_an_interviewer_serves_one_event_loop_after_the_other() -> None:
    with FakeOpenAI() as fake:
        interviewer = interviewer_for(fake.base_url)

        async def opened() -> str:
            try:
                return await interviewer.open_thread()
            finally:
                await interviewer.close()

        ids = [asyncio.run(opened()) for _ in range(2)]

        assert sorted(ids) == sorted(fake.conversations)
