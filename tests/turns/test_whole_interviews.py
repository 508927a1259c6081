"""Whole interviews through the worker: with a good model and a writer, and without them."""

from dataclasses import replace
from functools import cache
from statistics import median

import pytest

from assistant.versions import is_blocked
from tests.support.interview_runs import Held, hold
from tests.support.interview_scripts import INTERVIEWS, OFFLINE, WITH_MODEL
from tests.support.interviews import FOLDER, page

pytestmark = pytest.mark.django_db(transaction=True)


@cache
def held(name: str) -> Held:
    """Hold the interview, once for all tests: they look at what it came to, not at the database."""
    return hold(INTERVIEWS[name])


@pytest.mark.parametrize("name", INTERVIEWS)
def test_the_page_of_an_interview_is_what_it_comes_to(name: str) -> None:
    assert (FOLDER / f"{name}.md").read_text() == page(held(name))


@pytest.mark.parametrize("name", INTERVIEWS)
def test_a_whole_interview_ends_with_an_approved_version_that_says_what_was_told(name: str) -> None:
    told, text = held(name).facts, held(name).versions[-1].text
    assert held(name).versions[-1].approved_at
    assert [one.said for one in held(name).exchanges if not one.replies] == []
    for key in ("company_name", "headline", "quote_speaker", "quote_role", "boilerplate", "media_contact"):
        assert told[key] in text


@pytest.mark.parametrize("name", WITH_MODEL)
def test_a_good_model_is_refused_nothing(name: str) -> None:
    outputs = [output for one in held(name).exchanges for *_, output in one.calls]
    assert [output for output in outputs if '"ok": true' not in output] == []


@pytest.mark.parametrize("name", ["funding", "funding-offline"])
def test_a_correction_after_version_1_is_everywhere_and_the_old_value_nowhere(name: str) -> None:
    first, last = (text.split("\n") for text in (held(name).versions[0].text, _before_it_is_shorter(name)))
    assert [_corrected(line) for line in first] == last
    assert [a for a, b in zip(first, last, strict=True) if a != b] == [
        line for line in first if "€6.3 million" in line or "€8.1 million" in line
    ]


def _before_it_is_shorter(name: str) -> str:
    """Return the version before the one with the shorter headline."""
    at = _place_of(name, INTERVIEWS[name].shorter)
    return str(held(name).versions[held(name).exchanges[at - 1].version - 1].text)


def _place_of(name: str, message: str) -> int:
    return next(at for at, one in enumerate(held(name).exchanges) if message in one.said)


def _corrected(line: str) -> str:
    return line.replace("€6.3 million", "€6.5 million").replace("€8.1 million", "€8.3 million")


@pytest.mark.parametrize("name", INTERVIEWS)
def test_a_shorter_headline_leaves_every_other_line_byte_for_byte(name: str) -> None:
    at = _place_of(name, INTERVIEWS[name].shorter)
    before, after = (held(name).versions[one.version - 1] for one in held(name).exchanges[at - 1 : at + 1])
    lines = list(zip(before.text.split("\n"), after.text.split("\n"), strict=True))
    ((old, new),) = [pair for pair in lines if pair[0].encode() != pair[1].encode()]
    assert (old[0], old[-1], new[0], new[-1]) == ("*", "*", "*", "*")
    assert len(new) < len(old)
    assert old in held(name).exchanges[at].replies[-1]
    assert held(name).exchanges[at].written == []


@pytest.mark.parametrize(
    ("name", "day", "told"),
    [
        ("funding", "2027-02-09", "Tuesday, Feb. 9, 2027"),
        ("funding-offline", "2027-02-09", "Tuesday, Feb. 9, 2027"),
        ("product-spanish", "2027-02-11", "jueves 11 de febrero de 2027"),
        ("product-spanish-offline", "2027-02-11", "jueves, 11 de febrero de 2027"),
        ("partnership-german", "2027-02-11", "Donnerstag, der 11. Februar 2027"),
        ("partnership-german-offline", "2027-02-11", "Donnerstag, 11. Februar 2027"),
        ("funding-hebrew", "2027-02-09", "יום שלישי, 9 בפברואר 2027"),
        ("funding-hebrew-offline", "2027-02-09", "יום שלישי, 9 בפברואר 2027"),
    ],
)
def test_a_relative_date_is_told_back(name: str, day: str, told: str) -> None:
    replies = [reply for one in held(name).exchanges for reply in one.replies]
    assert [told in reply for reply in replies].count(True) == 1
    assert held(name).facts["release_date"] == day


@pytest.mark.parametrize("name", WITH_MODEL)
def test_what_the_writer_makes_up_is_in_no_version_that_is_shown(name: str) -> None:
    wrong = [
        (sentence["text"], held(name).versions[turn.version - 1])
        for turn in held(name).exchanges
        for one in turn.written
        for problem in one.request.get("problems", ())
        for sentence in one.request["sentences"]
        if sentence["id"] == problem["sentence"]
    ]
    assert wrong
    assert not [text for text, version in wrong if text in version.text and not is_blocked(version)]


def test_the_checks_ask_the_user_at_most_one_question_a_release(capsys: pytest.CaptureFixture[str]) -> None:
    asked = {name: held(name).questions for name in INTERVIEWS}
    with capsys.disabled():
        print("\nQuestions from the checks to the user:", asked, "median", median(asked.values()))
    assert median(asked.values()) <= 1
    assert asked["partnership-german"] == 1


def test_a_question_of_the_checks_is_settled_by_the_answer() -> None:
    german = held("partnership-german")
    at = _place_of("partnership-german", "Äh nein, der 1. Mai stimmt natürlich")
    assert (
        german.exchanges[at - 1]
        .replies[-1]
        .endswith(
            "Ich habe „1. Juni 2027“ geschrieben, aber du hast mir gesagt: „Am 1. Mai 2027“. Was stimmt?"
        )
    )
    assert "Vom 1. Mai 2027 an" in "".join(german.exchanges[at].replies)
    assert "1. Juni" not in german.approved.text


def test_a_correction_after_an_approval_without_a_model_is_heard() -> None:
    offline = OFFLINE["product-spanish-offline"]
    corrected = hold(replace(offline, messages=[*offline.messages, "el precio es 239 euros"]))
    assert corrected.versions[-1].approved_at is None
    assert "239 euros" in corrected.versions[-1].text
    assert "Precio: antes «229 euros», ahora «239 euros»." in corrected.exchanges[-1].replies[0]
