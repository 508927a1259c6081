"""The scripted interview: one question a message, and each answer taken once."""

import asyncio
from collections.abc import Sequence

import pytest

from assistant.interviewer import PastMessage
from assistant.offline_interview import OfflineInterviewer, recognise
from assistant.press_release import FIELDS
from tests.assistant.test_interview_context import THREAD, MemoryInterviewContext, complete_fields

QUESTIONS = {name: field.question for name, field in FIELDS.items()}


def say(
    context: MemoryInterviewContext,
    *messages: str,
    resuming: bool = False,
    thread_id: str = THREAD,
    meanwhile: Sequence[PastMessage] = (),
) -> str:
    reply = OfflineInterviewer().reply(
        thread_id=thread_id,
        messages=messages,
        context=context,
        resuming=resuming,
        messages_during_takeover=meanwhile,
    )
    return asyncio.run(reply).text


def questions_in(text: str) -> list[str]:
    return [name for name, question in QUESTIONS.items() if question in text]


def test_a_thread_gets_an_id_that_nobody_takes_for_a_remote_one() -> None:
    first, second = (asyncio.run(OfflineInterviewer().open_thread()) for _ in range(2))

    assert first.startswith("offline_")
    assert first != second


def test_the_greeting_says_that_it_is_scripted_and_asks_for_the_company() -> None:
    context = MemoryInterviewContext()

    text = say(context, "hello")

    assert "scripted demo without AI" in text
    assert "OPENAI_API_KEY" in text
    assert questions_in(text) == ["company_name"]
    assert context.fields == {}


def test_an_announcement_in_the_first_message_is_noted_and_not_asked_for() -> None:
    context = MemoryInterviewContext()

    text = say(context, "I'd like to announce a product launch")

    assert context.fields == {"announcement_type": "Product launch"}
    assert questions_in(text) == ["company_name"]
    assert questions_in(say(context, "Acme")) == ["headline"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I'd like to announce a funding round", "Funding round"),
        ("we just raised our Series B!", "Funding round"),
        ("hi, LAUNCHING a new app", "Product launch"),
        ("news about our partnership and a new product", "Partnership"),
        ("hello there", ""),
        ("I invested in a car", ""),
    ],
)
def test_announcements_are_recognised_loosely(text: str, kind: str) -> None:
    assert recognise(text) == kind


def test_every_answer_is_saved_and_the_next_question_asked_until_the_document() -> None:
    context = MemoryInterviewContext()
    answers = complete_fields()

    texts = [say(context, "hello"), *(say(context, answer) for answer in answers.values())]

    assert [questions_in(text) for text in texts] == [*([name] for name in FIELDS), []]
    assert texts[-1].endswith(context.document)
    assert "FOR IMMEDIATE RELEASE" in context.document
    assert all(answer in context.document for answer in list(answers.values())[2:])


def test_a_burst_of_messages_is_one_answer() -> None:
    context = MemoryInterviewContext()
    say(context, "hello")

    say(context, "Acme", "and Sons")

    assert context.fields == {"company_name": "Acme\nand Sons"}


def test_a_blank_answer_is_asked_for_again() -> None:
    context = MemoryInterviewContext()
    say(context, "hello")

    assert questions_in(say(context, "  ")) == ["company_name"]
    assert context.fields == {}


def test_somebody_who_comes_back_goes_on_where_the_answers_end() -> None:
    context = MemoryInterviewContext({"company_name": "Acme", "announcement_type": "IPO"})

    text = say(context, "hello again")

    assert "go on from there" in text
    assert questions_in(text) == ["headline"]


def test_a_new_thread_greets_says_what_is_there_and_asks_again() -> None:
    context = MemoryInterviewContext()
    say(context, "hello")
    say(context, "Acme")

    text = say(context, "Where were we?", thread_id="offline_2")

    assert "what you told me before (Company name)" in text
    assert questions_in(text) == ["announcement_type"]
    assert context.fields == {"company_name": "Acme"}


def test_the_first_message_after_a_person_wrote_is_no_answer() -> None:
    context = MemoryInterviewContext()
    say(context, "hello")

    text = say(context, "Thanks", meanwhile=[PastMessage(by_user=False, text="Hi", by_person=True)])

    assert questions_in(text) == ["company_name"]
    assert context.fields == {}


def test_the_first_message_after_a_fixed_text_is_the_answer() -> None:
    context = MemoryInterviewContext()
    say(context, "hello")

    say(context, "Acme", meanwhile=[PastMessage(by_user=False, text="I can only read text")])

    assert context.fields == {"company_name": "Acme"}


def test_after_the_document_the_next_message_starts_a_new_release() -> None:
    context = MemoryInterviewContext(complete_fields())
    context.pending = "media_contact"
    say(context, "Ann, ann@example.com")

    text = say(context, "we partner with Foo")

    assert questions_in(text) == ["company_name"]
    assert context.fields == {"announcement_type": "Partnership"}


def test_an_answer_that_was_saved_before_the_turn_died_is_not_taken_twice() -> None:
    context = MemoryInterviewContext()
    say(context, "hello")
    say(context, "Acme")  # the answer to this never went out

    text = say(context, "Acme", resuming=True)

    assert context.fields == {"company_name": "Acme"}
    assert questions_in(text) == ["announcement_type"]


def test_a_message_that_came_after_the_saved_one_is_the_next_answer() -> None:
    context = MemoryInterviewContext()
    say(context, "hello")
    say(context, "Acme")

    say(context, "Acme", "Our IPO", resuming=True)

    assert context.fields == {"company_name": "Acme", "announcement_type": "Our IPO"}


def test_an_answer_that_was_not_saved_before_the_turn_died_is_taken() -> None:
    context = MemoryInterviewContext({"company_name": "Acme"})
    context.pending = "announcement_type"

    say(context, "Our IPO", resuming=True)

    assert context.fields["announcement_type"] == "Our IPO"


def test_a_greeting_that_never_went_out_is_said_again() -> None:
    context = MemoryInterviewContext()
    say(context, "I'd like to announce a partnership")

    text = say(context, "I'd like to announce a partnership", resuming=True)

    assert "scripted demo" in text
    assert context.fields == {"announcement_type": "Partnership"}


def test_a_document_that_never_went_out_is_sent_again() -> None:
    context = MemoryInterviewContext(complete_fields())
    context.pending = "media_contact"
    lost = say(context, "Ann, ann@example.com")

    assert say(context, "Ann, ann@example.com", resuming=True) == lost
