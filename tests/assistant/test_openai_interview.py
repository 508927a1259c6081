"""The interview that OpenAI leads, over real sockets, with OpenAI's SDK in the loop."""

import asyncio
import json
from typing import Any

import pytest

from assistant.errors import AssistantError
from assistant.interview import get_interviewer
from assistant.interviewer import Reply
from assistant.openai.api import OpenAIApi
from assistant.openai.interview import MAX_ROUNDS, OpenAIInterviewer
from assistant.press_release import FIELDS
from tests.assistant.test_interview_context import MemoryInterviewContext, complete_fields
from tests.fakes.faults import Fault
from tests.fakes.openai_model import ModelRequest, echo_model
from tests.fakes.openai_server import FakeOpenAI

SAVE_HEADLINE = '#tool save_headline {"value": "Acme flies"}'


class LeaseGone(Exception):
    """What the turn raises when it may not write any more."""


def interviewer_for(url: str, *, api_key: str = "sk-test", timeout: float = 5) -> OpenAIInterviewer:
    return OpenAIInterviewer(api=OpenAIApi(api_key=api_key, base_url=url, timeout=timeout))


def open_thread(fake: FakeOpenAI) -> str:
    async def opened() -> str:
        interviewer = interviewer_for(fake.base_url)
        try:
            return await interviewer.open_thread()
        finally:
            await interviewer.close()

    return asyncio.run(opened())


def ask(
    fake: FakeOpenAI, thread_id: str, *messages: str, context: MemoryInterviewContext | None = None,
    timeout: float = 5, **more: Any,
) -> Reply:  # fmt: skip
    async def asked() -> Reply:
        interviewer = interviewer_for(fake.base_url, timeout=timeout)
        try:
            return await interviewer.reply(
                thread_id=thread_id, messages=messages, context=context or MemoryInterviewContext(), **more
            )
        finally:
            await interviewer.close()

    return asyncio.run(asked())


def trouble(fake: FakeOpenAI, thread_id: str, *messages: str, **more: Any) -> AssistantError:
    with pytest.raises(AssistantError) as caught:
        ask(fake, thread_id, *messages, **more)
    return caught.value


def asked_of(fake: FakeOpenAI) -> list[dict[str, Any]]:
    """The bodies of all calls for a response."""
    return [record.json for record in fake.requests if record.path == "/v1/responses"]


def outputs_in(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [json.loads(item["output"]) for item in body["input"] if item["type"] == "function_call_output"]


def call(name: str, arguments: object) -> dict[str, Any]:
    return {"type": "function_call", "name": name, "arguments": arguments}


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


def test_the_model_is_told_what_is_gathered_already() -> None:
    context = MemoryInterviewContext({"company_name": "Acme Rockets"})
    with FakeOpenAI() as fake:
        ask(fake, open_thread(fake), "hello again", context=context)
        (body,) = asked_of(fake)

    assert "company_name: Acme Rockets" in body["instructions"]
    assert "Still open: announcement_type" in body["instructions"]


def test_the_model_of_the_settings_is_asked_and_may_use_a_tool_for_each_field(settings: Any) -> None:
    settings.OPENAI_MODEL = "gpt-6.1-terra"
    with FakeOpenAI() as fake:
        ask(fake, open_thread(fake), "hello")
        (body,) = asked_of(fake)

    assert body["model"] == "gpt-6.1-terra"
    tools = [tool["name"] for tool in body["tools"]]
    assert tools == [*(f"save_{name}" for name in FIELDS), "finish", "ask_for_person"]
    assert all(tool["strict"] for tool in body["tools"])


def test_half_a_surrogate_pair_and_a_nul_do_not_break_the_call() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        ask(fake, thread_id, "a\ud83d\x00b")

        assert fake.texts(thread_id)[0] == ("user", "a\ufffd\ufffdb")


# --- Tools -----------------------------------------------------------------------------------


def test_a_field_is_in_the_context_before_the_model_hears_that_it_is_saved() -> None:
    context = MemoryInterviewContext()
    seen: list[dict[str, str]] = []

    def model(request: ModelRequest) -> Any:
        if request.tool_outputs:
            seen.append(dict(context.fields))
        return echo_model(request)

    with FakeOpenAI(model=model) as fake:
        reply = ask(fake, open_thread(fake), SAVE_HEADLINE, context=context)

    assert seen == [{"headline": "Acme flies"}]
    assert '"saved": "headline"' in reply.text


def test_tools_called_together_are_run_in_order_and_answered_together() -> None:
    context = MemoryInterviewContext()
    both = f'{SAVE_HEADLINE}\n#tool save_company_name {{"value": "Acme"}}'
    with FakeOpenAI() as fake:
        ask(fake, open_thread(fake), both, context=context)
        outputs = outputs_in(asked_of(fake)[1])

    assert [output["saved"] for output in outputs] == ["headline", "company_name"]
    assert "headline" not in outputs[1]["still_open"]
    assert list(context.fields) == ["headline", "company_name"]


def test_the_document_follows_the_last_words_of_the_model() -> None:
    context = MemoryInterviewContext(complete_fields())
    with FakeOpenAI() as fake:
        reply = ask(fake, open_thread(fake), "#tool finish", context=context)

    assert reply.text.startswith("Done: ")
    assert reply.text.endswith(f"\n\n{context.document}")


def test_an_incomplete_release_is_not_finished_and_the_model_hears_what_is_missing() -> None:
    fields = complete_fields()
    del fields["quotes"]
    with FakeOpenAI() as fake:
        reply = ask(fake, open_thread(fake), "#tool finish", context=MemoryInterviewContext(fields))

    assert "save quotes first" in reply.text
    assert "FOR IMMEDIATE RELEASE" not in reply.text


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("save_headline", "not json"),
        ("save_headline", "[]"),
        ("save_headline", {"headline": "x"}),
        ("save_headline", {"value": 7}),
        ("save_headline", {"value": "  "}),
        ("save_slogan", {"value": "x"}),
    ],
)
def test_a_bad_call_saves_nothing_and_gets_an_error_that_the_model_can_act_on(
    name: str, arguments: object
) -> None:
    context = MemoryInterviewContext()

    def model(request: ModelRequest) -> Any:
        return echo_model(request) if request.tool_outputs else [call(name, arguments)]

    with FakeOpenAI(model=model) as fake:
        ask(fake, open_thread(fake), "go", context=context)
        (output,) = outputs_in(asked_of(fake)[1])

    assert output["ok"] is False
    assert output["error"]
    assert context.fields == {}


def test_a_turn_that_lost_its_lease_ends_at_once_and_the_next_turn_repairs_the_thread() -> None:
    class Fenced(MemoryInterviewContext):
        async def save(self, *, field: str, value: str) -> None:
            raise LeaseGone

    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        with pytest.raises(LeaseGone):
            ask(fake, thread_id, SAVE_HEADLINE, context=Fenced())
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
        return [call("save_headline", {"value": "again"})]

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
    context = MemoryInterviewContext(complete_fields(headline="We fly"))
    with FakeOpenAI() as fake:
        reply = ask(fake, open_thread(fake), "#tool finish {}", context=context)

    assert reply.text.endswith(context.document)
    assert "*We fly*" in reply.text


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
