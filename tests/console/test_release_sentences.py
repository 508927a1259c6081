"""A version on the page of its release: sentence by sentence, with what each rests on and what is wrong."""

import re
from html import escape

import pytest
from django.test import Client
from django.utils import timezone

from assistant import versions
from assistant.checking import BLOCK, WARN, Problem
from assistant.models import Fact, PressRelease, ReleaseVersion
from tests.support import console_pages, release_pages
from tests.support.console_pages import RELEASES, words
from tests.support.factories import phone_number
from tests.support.press_releases import say
from tests.support.release_pages import SCRIPT, page_of

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)
release = pytest.fixture(release_pages.release)

AMOUNT = "€4 million"
NUMBER = "This number is not in the words that the sentence rests on, or counts something else there."


def newest_of(release: PressRelease) -> ReleaseVersion:
    newest = versions.latest(release)
    assert newest
    return newest


def find(release: PressRelease, id_: str, text: str, *, severity: str = BLOCK, message: str = "") -> None:
    """Have a check find `text` in the newest version."""
    newest = newest_of(release)
    part, sentence, found = next(
        (at, number, one["text"])
        for at, part in enumerate(newest.parts)
        for number, one in enumerate(part["sentences"])
        if text in one["text"] and part["name"] != "headline"
    )
    start = found.index(text)
    problem = Problem(
        id=id_, severity=severity, message=message, text=text,
        part=part, sentence=sentence, start=start, end=start + len(text),
    )  # fmt: skip
    newest.problems = [*newest.problems, problem.as_json()]
    newest.save(update_fields=["problems"])


def only(release: PressRelease, id_: str, text: str, *, severity: str = BLOCK, message: str = "") -> None:
    """The same, and nothing else."""
    ReleaseVersion.objects.update(problems=[])
    find(release, id_, text, severity=severity, message=message)


def sentence(page: str, begins: str) -> str:
    """Return what a reader sees of the sentence that begins like this, opened."""
    found = re.findall(r'<details class="rp-sentence".*?</details>', page, re.DOTALL)
    return next(shown for one in found if (shown := words(one)).startswith(begins))


# --- What a sentence rests on ------------------------------------------------------------------


def test_each_sentence_has_the_facts_it_cites_with_the_users_words(
    viewer: Client, release: PressRelease
) -> None:
    page = page_of(viewer, release)
    lead = sentence(page, "Kelp &amp; Co today announced")
    assert f"Amount {AMOUNT} we raised 4 million euros" in lead
    assert "Lead investor Blue Harbour Ventures no, it is Blue Harbour Ventures" in lead
    assert "Media contact" not in lead
    told = sentence(page, "The second farm creates")
    assert told.endswith("More facts The second farm creates 12 jobs in Ostend by June 2027.")


def test_a_sentence_rests_on_the_value_that_it_was_written_from(
    viewer: Client, release: PressRelease
) -> None:
    say(release.phone, "amount", "€5 million", "no, it was 5 million euros")
    assert f"Amount {AMOUNT} we raised 4 million euros" in sentence(
        page_of(viewer, release), "Kelp &amp; Co today"
    )


def test_any_version_can_be_chosen(viewer: Client, release: PressRelease) -> None:
    assert "Blue Harbour" in sentence(page_of(viewer, release), "Kelp &amp; Co today")
    page = page_of(viewer, release, version="1")
    assert words(page, "rp-read").startswith("Version 1 ")
    assert "Blue Harbor" in sentence(page, "Kelp &amp; Co today")


@pytest.mark.parametrize("number", ["", "0", "99", "-1", "x", "9" * 400, "\0", "٣", "1.0"])
def test_a_version_that_is_not_there_is_the_newest(
    viewer: Client, release: PressRelease, number: str
) -> None:
    assert words(page_of(viewer, release, version=number), "rp-read").startswith("Version 2, the newest")


def test_a_version_of_older_code_is_shown_as_text(viewer: Client, release: PressRelease) -> None:
    text = "FOR IMMEDIATE RELEASE\n\n*Kelp flies*\n\n_High_\n\n2*3 _and_ more"
    ReleaseVersion.objects.filter(number=2).update(parts=[], text=text)
    page = page_of(viewer, release)
    assert "<b>Kelp flies</b>" in page
    assert "<i>High</i>" in page
    assert "2*3 <i>and</i> more" in page
    assert '<details class="rp-sentence"' not in page


def test_the_formats_of_whatsapp_are_not_shown_as_characters(viewer: Client, release: PressRelease) -> None:
    page = page_of(viewer, release)
    assert "*Kelp" not in page.replace(escape(newest_of(release).text), "")
    assert words(page, "rp-versions").count("Kelp &amp; Co raises €4 million to farm the North Sea") == 2


def test_the_page_says_who_wrote_a_version(viewer: Client, release: PressRelease) -> None:
    assert "Written by the template," in words(page_of(viewer, release), "rp-read")
    ReleaseVersion.objects.filter(number=2).update(author="model")
    assert "Written by the model," in words(page_of(viewer, release), "rp-read")
    ReleaseVersion.objects.filter(number=2).update(author="operator", written_by="otto")
    assert "Written by otto (operator)," in words(page_of(viewer, release), "rp-read")


# --- What the checks found ---------------------------------------------------------------------


def test_a_problem_is_marked_and_explained_and_its_sentence_open(
    viewer: Client, release: PressRelease
) -> None:
    only(release, "number", AMOUNT)
    page = page_of(viewer, release)
    assert f'raised <mark class="rp-blocks">{AMOUNT}</mark> in a seed round' in page
    assert f"Blocks {AMOUNT} : {NUMBER}" in words(page, "rp-read")
    assert page.count('<details class="rp-sentence" open>') == 1


def test_what_blocks_and_what_is_a_note_are_told_apart_in_words(
    viewer: Client, release: PressRelease
) -> None:
    only(release, "PR041", "sells", severity=WARN, message="No word praises.")
    page = page_of(viewer, release)
    assert '<mark class="rp-notes">sells</mark>' in page
    assert "Note sells : No word praises." in words(page, "rp-read")
    assert "Blocks" not in words(page, "rp-read")
    assert "cannot be approved" not in page
    assert "Approve…" in page_of(console_pages.client_of("Operators"), release)


def test_a_version_that_blocks_says_on_top_that_it_cannot_be_approved_and_why(
    operator: Client, release: PressRelease
) -> None:
    only(release, "number", AMOUNT)
    page = page_of(operator, release)
    assert words(page, "rp-status").startswith(
        f"Version 2 cannot be approved. Blocks {AMOUNT} : {NUMBER} Kelp &amp; Co raises"
    )
    assert "Approve…" not in page


def test_what_is_missing_is_said_of_the_whole(viewer: Client, release: PressRelease) -> None:
    problem = Problem(id="missing", severity=BLOCK, message="Round is not in the text.", text="seed")
    ReleaseVersion.objects.filter(number=2).update(problems=[problem.as_json()])
    assert "UTC . Open a sentence to see what it rests on. Blocks Round is not in the text." in words(
        page_of(viewer, release), "rp-read"
    )


def test_a_problem_of_a_part_stands_below_the_part(viewer: Client, release: PressRelease) -> None:
    problem = Problem(id="PR061", severity=WARN, message="It is long.", part=1)
    ReleaseVersion.objects.filter(number=2).update(problems=[problem.as_json()])
    shown = words(page_of(viewer, release), "rp-read")
    assert re.search(r"farm the North Sea .*? Note It is long\. OSTEND", shown)


def test_a_blocked_release_is_named_in_the_list_and_can_be_filtered(
    viewer: Client, release: PressRelease
) -> None:
    other = say(phone_number(7), "company_name", "Acme").release
    ReleaseVersion.objects.create(
        release=other, number=1, text="x", facts=[], created_at=timezone.now(),
        problems=[Problem(id="x", severity=WARN, message='"severity": "block"').as_json()],
    )  # fmt: skip
    only(release, "number", AMOUNT)
    page = viewer.get(RELEASES).content.decode()
    assert "2, cannot be approved" in words(page)
    assert "Acme" in page
    filtered = viewer.get(RELEASES, {"blocked": "yes"}).content.decode()
    assert "2, cannot be approved" in words(filtered)
    assert "Acme" not in filtered
    ReleaseVersion.objects.filter(release=release, number=2).update(problems=[])
    assert "Kelp" not in viewer.get(RELEASES, {"blocked": "yes"}).content.decode()


# --- Odd texts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [SCRIPT, "'\"><img src=x onerror=alert(1)>", "{{ 7|add:7 }}"])
def test_whatever_stands_in_a_version_is_text(viewer: Client, release: PressRelease, text: str) -> None:
    newest = newest_of(release)
    newest.parts[3]["sentences"][0]["text"] = f"Sentence {text}"
    newest.parts[3]["heading"] = f"Heading {text}"
    newest.author, newest.written_by = "operator", text
    newest.save()
    Fact.objects.filter(key__in=["company_name", "city"]).update(value=f"Fact {text}", said=f"Said {text}")
    only(release, f"id {text}", text, severity=WARN)
    find(release, "PR001", text, message=f"Message {text}")
    page = page_of(viewer, release)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    for shown in ("Sentence", "Heading", "Fact", "Said", "Message", "id"):
        assert f"{shown} {escape(text)}"[:24] in page.replace('<mark class="rp-blocks">', ""), shown


def test_citations_and_places_that_lead_nowhere_do_no_harm(viewer: Client, release: PressRelease) -> None:
    newest = newest_of(release)
    newest.parts[1]["sentences"][0]["facts"] = ["f0", "f999999", "company_name", ""]
    places = [
        Problem(id="number", severity=WARN, message="", part=1, sentence=0, start=5, end=9_999),
        Problem(id="number", severity=WARN, message="", part=1, sentence=0, start=-3, end=2),
        Problem(id="number", severity=WARN, message="", part=99, sentence=99),
    ]
    newest.problems = [one.as_json() for one in places]
    newest.save()
    page = re.sub("</?mark[^>]*>", "", page_of(viewer, release))
    assert "Kelp &amp; Co raises €4 million to farm the North Sea" in words(page, "rp-read")
