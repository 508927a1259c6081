"""The search for words: in press releases and messages, for those who see names, and never in a URL."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assistant.models import Fact, PressRelease, ReleaseVersion
from sessions_app.console import text_search
from sessions_app.conversations import people
from sessions_app.models import AuditEntry, InboundMessage
from sessions_app.privacy import pseudonym
from tests.support import console_pages
from tests.support.console_pages import (
    INBOX,
    OUTBOX,
    RELEASES,
    SESSIONS,
    client_of,
    deeds,
    said,
    search,
)
from tests.support.factories import InboundFactory, OutboundFactory, SessionFactory, phone_number

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)

WITH_WORDS = (RELEASES, INBOX, OUTBOX, SESSIONS)
HEBREW = "\u05dc\u05d5\u05de\u05df \u05de\u05e2\u05d1\u05d3\u05d5\u05ea"
"""A company's name."""


def release_with(value: str, *, key: str = "company_name", **more: Any) -> PressRelease:
    """Return a press release, of a user of its own, of which this fact is told."""
    release = PressRelease.objects.create(phone=phone_number(PressRelease.objects.count()))
    Fact.objects.create(release=release, key=key, value=value, created_at=timezone.now(), **more)
    return release


def with_text(text: str) -> PressRelease:
    """Return a press release with a version."""
    release = PressRelease.objects.create(phone=phone_number(PressRelease.objects.count()))
    ReleaseVersion.objects.create(release=release, number=1, text=text, facts=[], created_at=timezone.now())
    return release


def found(client: Client, path: str, words: str) -> list[int]:
    """Return the ids of the rows that are found, the newest first; none where the box refuses."""
    [(where, _)] = search(client, path, words).redirect_chain
    ids = re.fullmatch(rf"{re.escape(path)}\?q=((?:%23\d+\+?)+)", where)
    return [int(one) for one in ids[1].replace("%23", "").split("+") if one != "0"] if ids else []


def has_index() -> bool:
    """Return True where the migration could make the indexes: see `test_trigram_index`."""
    return text_search.has_index(["lumen"])


# --- What is found -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("company_name", "Lumen Labs"),
        ("headline", "The lumen of the year"),
        *[("media_contact", "Ada Lumen, press@acme.example"), ("quote_speaker", "Ada LUMEN")],
    ],
)
def test_a_press_release_is_found_by_its_companies_headlines_and_names(
    operator: Client, key: str, value: str
) -> None:
    release = release_with(value, key=key)
    release_with("Acme", key=key)
    assert found(operator, RELEASES, "lumen") == [release.pk]


def test_a_press_release_is_found_by_any_of_its_texts(operator: Client) -> None:
    release = with_text("Berlin, 30 November 2026 – Lumen Labs grows.")
    with_text("Rome")
    assert found(operator, RELEASES, "labs berlin") == [release.pk]


def test_what_is_no_longer_a_fact_is_not_found(operator: Client) -> None:
    release_with("Lumen", superseded_at=timezone.now())
    assert found(operator, RELEASES, "lumen") == []


def test_messages_are_found_by_what_was_written_and_heard_and_by_the_name_of_the_profile(
    operator: Client,
) -> None:
    wrote = InboundFactory.create(body="We launch Lumen")
    spoke = InboundFactory.create(body="", heard=[{"kind": "voice", "text": "it is lumen"}, {}])
    named = InboundFactory.create(body="Hi", details={"profile_name": "Ada Lumen"})
    InboundFactory.create()
    replied = OutboundFactory.create(body="What does Lumen do?")
    OutboundFactory.create()
    assert found(operator, INBOX, "LUMEN") == [named.pk, spoke.pk, wrote.pk]
    assert found(operator, OUTBOX, "LUMEN") == [replied.pk]


def test_a_session_is_found_by_what_is_known_of_its_user(operator: Client) -> None:
    by_company = SessionFactory.create(phone=release_with("Lumen").phone)
    by_text = SessionFactory.create(phone=with_text("Lumen grows").phone)
    by_name = SessionFactory.create(phone="+4930111")
    InboundFactory.create(phone=by_name.phone, details={"profile_name": "Lumen"})
    SessionFactory.create(phone="+4930222")
    assert set(found(operator, SESSIONS, "lumen")) == {by_company.pk, by_text.pk, by_name.pk}


def test_users_without_a_session_are_found_by_their_pages(operator: Client) -> None:
    release, message = release_with("Lumen"), InboundFactory.create(phone="+4930111", body="Lumen")
    session = SessionFactory.create(phone=with_text("Lumen").phone)
    shown = search(operator, SESSIONS, "lumen")
    assert list(shown.context["cl"].result_list) == [session]
    [told] = [one for one in said(shown) if one.startswith("Users without a session who have that: ")]
    pages = people.pages([release.phone, message.phone])
    assert re.findall(r'href="([^"]+)">([^<]+)<', told) == [
        (pages[phone], pseudonym(phone)) for phone in (release.phone, message.phone)
    ]
    session.delete()
    shown = search(operator, SESSIONS, "lumen")
    assert said(shown)[0].startswith("No sessions have that.")
    assert shown.content.decode().count(f'href="{pages[release.phone]}"') == 1


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        *[
            ("MÜLLER & Söhne", "müller"),
            ("Müller", "MÜLLER"),
            ("Müller", "mu\u0308ller"),
            ("Große Straße", "STRAßE"),
        ],
        *[(f"{HEBREW} בע״מ", HEBREW), ("\u2066Lumen\u2069", "\u200flumen\u200f"), ("Ärzte 🚀🚀🚀", "🚀🚀🚀")],
        *[
            ("100% Lumen", "0% l"),
            ("a_b_c", "a_b"),
            (r"C:\lumen", r":\lum"),
            ("O'Hara", "o'h"),
            ("a.*b", ".*b"),
        ],
        *[("Lumen Labs", "labs lumen"), ("Smith, Ada", "ada smith"), ("H&M", "h&m"), ("Nord 2027", '"2027"')],
    ],
)
def test_words_are_compared_as_they_are_read(operator: Client, stored: str, words: str) -> None:
    release, text, message = release_with(stored), with_text(stored), InboundFactory.create(body=stored)
    assert found(operator, RELEASES, words) == [text.pk, release.pk]
    assert found(operator, INBOX, words) == [message.pk]


@pytest.mark.parametrize(
    "words", ["%%%", "___", "\\\\\\", "L%n", "Lu_en", "L.men", "' OR '1'='1", "(((", "[a-z]"]
)
def test_no_character_stands_for_others(operator: Client, words: str) -> None:
    release_with("Lumen"), with_text("Lumen"), InboundFactory.create(body="Lumen")
    for path in WITH_WORDS:
        assert found(operator, path, words) == []


@pytest.mark.parametrize("word", ["acme", "ACME", "אבגד"])
def test_four_letters_are_a_word(operator: Client, word: str) -> None:
    release = release_with(f"{word} Inc.")
    assert found(operator, RELEASES, word) == [release.pk]


@pytest.mark.parametrize("date", ["30.11.2026", "2026-11-30", "11/30/2026"])
def test_a_date_is_words_and_no_number(operator: Client, date: str) -> None:
    release = release_with(f"Published on {date}")
    assert found(operator, RELEASES, date) == [release.pk]


@pytest.mark.parametrize("last_4", ["2027", "2nd1"])
def test_four_characters_with_a_digit_are_the_end_of_an_address(operator: Client, last_4: str) -> None:
    user = PressRelease.objects.create(phone=f"US.1349{last_4}")
    release_with(f"Nord {last_4}")
    assert list(search(operator, RELEASES, last_4).context["cl"].result_list) == [user]


# --- What is said about it ---------------------------------------------------------------------


def test_the_page_says_what_was_searched(operator: Client) -> None:
    release_with("Lumen")
    which = "all" if has_index() else "the newest 2,000"
    where = f"the facts and texts of {which} press releases"
    assert said(search(operator, RELEASES, "lumen")) == [f"Searched: {where}."]
    nothing = search(operator, RELEASES, "acme")
    [told] = said(nothing)
    assert told.startswith(f"No press releases have that. Searched: {where}. Give a number as it is dialled")
    assert not nothing.context["cl"].result_list
    InboundFactory.create(body="Lumen")
    assert said(search(operator, INBOX, "lumen")) == ["Searched: the newest 10,000 messages."]


def test_of_words_that_many_have_the_newest_are_shown(operator: Client) -> None:
    made = [release_with("Lumen").pk for _ in range(text_search.MOST + 1)]
    shown = search(operator, RELEASES, "lumen")
    assert said(shown)[0].startswith("More than 50 press releases have that: these are the newest.")
    assert [release.pk for release in shown.context["cl"].result_list] == made[:0:-1]


def test_without_an_index_only_the_newest_rows_are_searched(operator: Client) -> None:
    old, message = release_with("Lumen"), InboundFactory.create(body="Lumen")
    PressRelease.objects.create(pk=old.pk + text_search.NEWEST_RELEASES, phone="+4930111")
    InboundFactory.create(pk=message.pk + text_search.NEWEST_MESSAGES)
    assert found(operator, RELEASES, "lumen") == ([old.pk] if has_index() else [])
    assert found(operator, INBOX, "lumen") == []


@pytest.mark.parametrize("words", ["x", "ab", " a ", '"ab"', "\u200f\u200f\u200f", "a\u200bb", "👍"])
def test_too_few_characters_are_not_searched_for(operator: Client, words: str) -> None:
    for path in WITH_WORDS:
        [told] = said(search(operator, path, words))
        assert told.startswith("Nothing was searched: words have at least 3 characters. Give a number")


@pytest.mark.parametrize("words", ["x" * 10_000, "lumen " * 1000, "call +49 171 2345678 Lumen"])
def test_too_many_characters_and_numbers_among_words_are_not_searched_for(
    operator: Client, words: str
) -> None:
    [told] = said(search(operator, RELEASES, words))
    assert told.startswith("Nothing was searched: give a number")
    assert not deeds().exists()


@pytest.mark.parametrize(
    "words", ["\0\0\0\0", "lum\0en", "\ud800\ud800\ud800", "lum\ud800en", "\x1b[31mlumen"]
)
def test_what_no_database_takes_is_no_error(operator: Client, words: str) -> None:
    release_with("Acme"), InboundFactory.create(body="Acme")
    body = b"q=" + words.encode("utf-8", "surrogatepass")
    for path in WITH_WORDS:
        answer = operator.post(f"{path}search/", body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 302
        assert answer["Location"] in {path, f"{path}?q=%230"}


# --- The index ---------------------------------------------------------------------------------


@pytest.fixture
def index() -> None:
    if not has_index():
        pytest.skip("this database has no index for words")


@pytest.mark.usefixtures("index")
def test_both_indexes_are_used_for_words_in_any_case() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(connection) as captured:
            text_search.releases("Lumen labs")
        [statement] = [query["sql"] for query in captured.captured_queries if "UNION" in query["sql"]]
        cursor.execute(f"EXPLAIN {statement}")
        plan = str(cursor.fetchall())
    assert "Bitmap Index Scan on fact_words" in plan
    assert "Bitmap Index Scan on release_version_words" in plan


@pytest.mark.usefixtures("index")
def test_if_the_index_takes_too_long_the_newest_press_releases_are_searched() -> None:
    text = " ".join(f"the weather of day {day}" for day in range(1000))
    made = [with_text(text).pk for _ in range(50)]
    found = text_search.releases("the weather", milliseconds=1)
    assert "the newest 2,000" in found.searched
    assert found.rows == made[::-1]


@pytest.mark.parametrize("words", ["h&m", "a_b", "5 g"])
def test_words_without_trigrams_are_looked_for_without_the_index(words: str) -> None:
    assert "the newest 2,000" in text_search.releases(words).searched


@pytest.mark.parametrize("search_in", text_search.IN_LIST_OF.values())
def test_a_search_costs_the_same_queries_whatever_it_finds(search_in: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            search_in("lumen")
        return len(captured)

    for count in range(60):
        SessionFactory.create(phone=release_with("Lumen").phone)
        InboundFactory.create(body="Lumen"), OutboundFactory.create(body="Lumen")
        if count == 0:
            few = queries()
    assert queries() == few <= 8


# --- Who may, and what is kept of it -----------------------------------------------------------


def test_no_words_stand_in_a_url_or_in_the_audit_log(operator: Client) -> None:
    release = release_with("Lumen")
    messages = [InboundFactory.create(body="Lumen"), OutboundFactory.create(body="Lumen")]
    made = [release, *messages, SessionFactory.create(phone=release.phone)]
    for path, row in zip(WITH_WORDS, made, strict=True):
        shown = search(operator, path, "lumen", state="nonsense")
        assert shown.redirect_chain[0][0].endswith(f"q=%23{row.pk}")
        assert operator.get(path, {"q": "lumen"}, follow=True).redirect_chain == [(path, 302)]
    assert [(entry.action, entry.details["found"]) for entry in deeds()] == [("search in texts", 1)] * 4
    assert "lumen" not in str(list(AuditEntry.objects.values())).lower()


@pytest.mark.parametrize("path", WITH_WORDS)
def test_a_viewer_who_tries_words_learns_nothing(viewer: Client, path: str) -> None:
    release = release_with("Lumen")
    SessionFactory.create(phone=release.phone)
    InboundFactory.create(body="Lumen"), OutboundFactory.create(body="Lumen")
    told = [said(search(viewer, path, words)) for words in ("lumen", "Acme Inc")]
    assert told[0] == told[1]
    assert told[0][0].startswith("Nothing was searched: give the last 4 digits of a number")
    assert "words" not in told[0][0]
    assert not deeds().exists()


def test_a_viewer_opens_what_a_colleague_has_found(viewer: Client) -> None:
    release, other = release_with("Lumen"), release_with("Acme")
    shown = viewer.get(RELEASES, {"q": f"#{release.pk}"}).context["cl"].result_list
    assert [row.pk for row in shown] == [release.pk] != [other.pk]


# --- Emptied messages --------------------------------------------------------------------------


def test_an_emptied_message_is_neither_listed_nor_opened_nor_found(operator: Client) -> None:
    hidden = InboundFactory.create(phone="", body="", message_sid="ab" * 32, state="answered")
    shown = InboundFactory.create(received_at=timezone.now() - timedelta(days=1))
    for query in ({}, {"state": "answered"}, {"kind": "text"}, {"error": "no"}, {"q": f"#{hidden.pk}"}):
        assert hidden not in operator.get(INBOX, query).context["cl"].result_list
    assert list(operator.get(INBOX).context["cl"].result_list) == [shown]
    assert operator.get(f"{INBOX}{hidden.pk}/change/").status_code == 302
    for term in ("ab" * 32, "SM" + "ab" * 16, "abab"):
        assert hidden.pk not in found(operator, INBOX, term)
    assert not AuditEntry.objects.filter(action="read message").exists()


def test_an_emptied_failure_is_not_retried(operator: Client) -> None:
    hidden = InboundFactory.create(phone="", body="", message_sid="ab" * 32, state="failed")
    form = {"action": "try_again", "_selected_action": [hidden.pk]}
    client_of("Operators").post(INBOX, form, follow=True)
    assert InboundMessage.objects.get().state == "failed"
    assert not deeds().exists()
