"""Versions: what they are made of, what of them a user sees, and their approval."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from assistant import facts, press_release, version_texts, versions
from assistant.evidence import Refused
from assistant.models import Fact, PressRelease, ReleaseVersion
from assistant.version_texts import difference
from assistant.versions import MAX_VERSIONS, IncompleteRelease, TooManyVersions
from tests.support.interview import (
    PHONE,
    STORIES,
    approved_version,
    first_version,
    latest,
    save,
    tell,
    turn_of,
    values,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 29, 20, 0, tzinfo=UTC)
"""In California."""


def changed_lines(old: ReleaseVersion, new: ReleaseVersion) -> list[tuple[str, str]]:
    """Return the lines that differ. Fails if one version has more lines."""
    pairs = zip(old.text.split("\n"), new.text.split("\n"), strict=True)
    return [(before, after) for before, after in pairs if before != after]


# --- Writing ---------------------------------------------------------------------------------


def test_a_release_of_nothing_has_no_version() -> None:
    with pytest.raises(IncompleteRelease):
        versions.write_version(None)


def test_what_is_missing_is_said_and_nothing_is_written() -> None:
    release = tell("product", without=["availability", "city"])

    with pytest.raises(IncompleteRelease) as caught:
        versions.write_version(release)

    assert caught.value.missing == ["availability", "city"]
    assert not ReleaseVersion.objects.exists()


@pytest.mark.parametrize("kind", STORIES)
def test_a_version_says_what_the_facts_say_and_rests_on_each_of_them(kind: str) -> None:
    version = first_version(kind)

    told = facts.gathered(PHONE)
    assert (version.number, version.approved_at) == (1, None)
    assert version.facts == sorted(fact.pk for fact in told.facts.values())
    for key in ("company_name", "headline", "quote_speaker", "boilerplate", "media_contact", "link"):
        assert told.values[key] in version.text


def test_the_same_facts_make_no_second_version() -> None:
    version = first_version()

    assert versions.write_version(version.release) == version
    assert ReleaseVersion.objects.count() == 1


def test_versions_are_numbered_from_one() -> None:
    release = first_version().release
    save("city", "Graz, Austria")
    second = versions.write_version(release)
    save("city", "Turin, Italy")
    third = versions.write_version(release)

    assert [second.number, third.number] == [2, 3]
    assert versions.latest(release) == third


def test_there_is_one_version_of_a_number() -> None:
    version = first_version()
    version.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


def test_a_turn_that_is_repeated_writes_no_second_version() -> None:
    tell("funding")
    token = uuid.uuid4()

    first, second = (versions.offer(turn_of("go on", token=token)) for _ in range(2))

    assert first == second
    assert first.turn == token


def test_there_are_twenty_versions_at_most() -> None:
    release = first_version().release
    for number in range(2, MAX_VERSIONS + 1):
        save("detail", f"Vinolog has {number + 100} vineyards.")
        versions.write_version(release)
    save("detail", "Vinolog has 500 vineyards.")

    with pytest.raises(TooManyVersions):
        versions.write_version(release)

    assert ReleaseVersion.objects.count() == MAX_VERSIONS


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("company_name", "Vinolog", "Donau Wines"),
        ("amount", "€6.3 million", "€7.1 million"),
        ("lead_investor", "Alpina Ventures", "Donau Capital"),
        ("quote_speaker", "Ines Ortega", "Carla Moretti"),
        ("quote", "Every drop counts in a vineyard.", "Water is what vineyards are made of."),
        ("media_contact", "Paolo Rossi, paolo@wine.example", "Carla Moretti, carla@wine.example"),
        ("detail", "There are 54 vineyards.", "There are 61 vineyards."),
        ("headline", "A new day for vineyards", "Water for vineyards"),
    ],
)
def test_a_superseded_value_is_in_no_later_version(key: str, old: str, new: str) -> None:
    release = tell(
        "funding",
        without=["subhead", "quote_2", "quote_speaker_2", "quote_role_2", "link"],
        headline="News from Turin",
        detail="There are vineyards.",
        quote_role="chief executive",
        boilerplate="It makes sensors.",
    )
    save(key, old)
    before = versions.write_version(release)

    save(key, new)
    after = versions.write_version(release)

    assert old.rstrip(".") in before.text
    assert new.rstrip(".") in after.text
    assert old.rstrip(".") not in after.text


def test_a_superseded_value_that_another_fact_holds_stays_there() -> None:
    release = tell("funding", quote_2="Alpina Ventures trusts them.")
    versions.write_version(release)
    save("lead_investor", "Donau Capital")

    version = versions.write_version(release)

    assert "led by Donau Capital" in version.text
    assert "“Alpina Ventures trusts them,”" in version.text
    assert version.text.count("Alpina Ventures") == 1


# --- The release date ------------------------------------------------------------------------


def test_a_release_of_today_may_be_published_at_once() -> None:
    with time_machine.travel(NOON, tick=False):
        assert first_version().text.startswith("FOR IMMEDIATE RELEASE\n")


def test_a_release_of_a_later_day_says_that_day() -> None:
    with time_machine.travel(NOON, tick=False):
        release = tell("funding", release_date="Feb. 9, 2027")

        assert versions.write_version(release).text.startswith("FOR RELEASE ON FEB. 9, 2027\n")


def test_a_version_stays_the_current_one_when_its_day_has_come() -> None:
    with time_machine.travel(NOON, tick=False):
        version = versions.write_version(tell("funding", release_date="tomorrow"))

    with time_machine.travel(NOON + timedelta(days=3), tick=False):
        assert versions.is_current(version)
        assert versions.write_version(version.release) == version


# --- What is shown ---------------------------------------------------------------------------


def test_the_first_version_is_shown_in_full_with_what_may_be_done() -> None:
    version = first_version()

    assert version_texts.shown(version) == (
        f"{version.text}\n\nThis is version 1. What next?\n"
        "1. Approve\n2. Change something\n3. Talk to a person"
    )
    assert [choice.action for choice in version_texts.choices(version)] == [
        *(f"approve {version.pk}", f"change {version.pk}", "person"),
    ]


def test_of_a_further_version_the_lines_that_changed_are_shown() -> None:
    release = first_version().release
    save("quote_speaker", "Carla Moretti")
    after = versions.write_version(release)

    text = version_texts.shown(after)

    assert "Old: “Every drop counts, and winemakers know it,” said Ines Ortega, chief" in text
    assert "New: “Every drop counts, and winemakers know it,” said Carla Moretti, chief" in text
    assert "Everything else is as before. This is version 2. What next?\n1. Approve" in text
    assert text.count("Old: ") == text.count("New: ") == 1


def test_an_approved_version_offers_nothing() -> None:
    version = approved_version()

    assert version_texts.choices(version) == []
    assert version_texts.in_full(version) == version.text


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("a\n\nb\n\nc", "a\n\nb\n\nc", ""),
        ("a\n\nb\n\nc", "a\n\nB\n\nc", "Old: b\nNew: B"),
        ("a\n\nb\n\nc", "A\n\nb\n\nC", "Old: a\nNew: A\n\nOld: c\nNew: C"),
        ("a\n\nc", "a\n\nb\n\nc", "New: b"),
        ("a\n\nb\n\nc", "a\n\nc", "Old: b"),
        ("a\nb", "c\nd", "Old: a\nNew: c\n\nOld: b\nNew: d"),
        ("a\nb", "c", "Old: a\nOld: b\nNew: c"),
        ("", "a", "New: a"),
        ("a\nb", "a\n\n\nb", ""),
    ],
)
def test_a_difference_has_the_old_lines_before_the_new_ones(old: str, new: str, shown: str) -> None:
    assert difference(old, new) == shown


# --- Approval --------------------------------------------------------------------------------


def test_the_user_approves_in_their_words() -> None:
    version = first_version()

    with time_machine.travel(NOON, tick=False):
        assert versions.approve(version, words="looks good")

    version = latest()
    assert (version.approved_at, version.approved_by, version.approval) == (NOON, "", "looks good")
    assert (version.release.status, version.release.finished_at) == (PressRelease.Status.APPROVED, NOON)


def test_an_operator_approves_in_their_own_name() -> None:
    assert versions.approve(first_version(), words="phoned", operator="ann")

    assert (latest().approved_by, latest().approval) == ("ann", "phoned")


def test_a_second_approval_changes_nothing() -> None:
    version = approved_version()
    at = version.approved_at

    assert versions.approve(latest(), words="again", operator="ann")

    assert (latest().approved_at, latest().approved_by, latest().approval) == (at, "", "yes")


def test_a_version_is_not_approved_after_a_fact_was_changed() -> None:
    version = first_version()
    save("city", "Graz, Austria")

    assert not versions.approve(version, words="yes")

    assert latest().approved_at is None
    assert latest().release.status == PressRelease.Status.DRAFT


def test_a_version_is_not_approved_after_a_newer_one_was_written() -> None:
    version = first_version()
    save("city", "Graz, Austria")
    versions.write_version(version.release)

    assert not versions.approve(version, words="yes")


def test_a_change_that_was_taken_back_leaves_the_version_the_current_one() -> None:
    version = first_version()
    save("city", "Graz, Austria")
    save("city", "Turin, Italy")

    assert versions.approve(version, words="yes")


def test_a_change_after_the_approval_makes_a_draft_of_the_release_and_keeps_the_approved_version() -> None:
    approved = approved_version()
    save("city", "Graz, Austria")

    after = versions.offer(turn_of("the city is Graz, Austria"))
    assert after.approved_at is None
    release = press_release.current(PHONE)

    assert release is not None
    assert release.status == PressRelease.Status.DRAFT
    approved.refresh_from_db()
    assert approved.approved_at is not None
    assert [version.number for version in release.versions.order_by("number")] == [1, 2]


# --- Other words, and proposals of operators -----------------------------------------------------


def test_other_words_for_the_headline_leave_every_other_byte_as_it_was() -> None:
    before = first_version()

    after = versions.reword(
        turn_of("make the headline shorter"), key="headline", value="Vinolog raises €6.3 million"
    )

    assert isinstance(after, ReleaseVersion)
    assert changed_lines(before, after) == [
        (f"*{STORIES['funding']['headline']}*", "*Vinolog raises €6.3 million*")
    ]


def test_other_words_count_once_the_version_is_approved_and_stay_in_the_next_one_until_then() -> None:
    first_version()
    versions.reword(turn_of("shorter"), key="headline", value="Vinolog raises €6.3 million")
    assert values()["headline"] == STORIES["funding"]["headline"]

    save("city", "Graz, Austria")
    version = versions.write_version(press_release.current(PHONE))
    assert "*Vinolog raises €6.3 million*" in version.text
    versions.approve(version, words="yes")

    assert values()["headline"] == "Vinolog raises €6.3 million"
    assert versions.is_current(latest())


def test_a_turn_that_is_repeated_rewords_once() -> None:
    first_version()
    token = uuid.uuid4()

    first, second = (
        versions.reword(turn_of("shorter", token=token), key="headline", value="Vinolog raises €6.3 million")
        for _ in range(2)
    )

    assert first == second
    assert ReleaseVersion.objects.count() == 2


def test_the_users_own_words_take_the_place_of_ours() -> None:
    first_version()
    versions.reword(turn_of("shorter"), key="headline", value="Vinolog raises €6.3 million")

    save("headline", "Vinolog grows")
    version = versions.write_version(press_release.current(PHONE))

    assert "*Vinolog grows*" in version.text
    assert "*Vinolog raises" not in version.text


def test_before_there_is_a_version_nothing_is_reworded() -> None:
    tell("funding")

    outcome = versions.reword(turn_of("shorter"), key="headline", value="Vinolog raises €6.3 million")

    assert isinstance(outcome, Refused)


def operator_proposes(key: str, value: str) -> Fact:
    release = press_release.current_or_new(PHONE)
    return Fact.objects.create(
        release=release, key=key, value=value, said=value, source=Fact.Source.OPERATOR,
        operator="ann", reason="phoned", created_at=timezone.now(),
    )  # fmt: skip


def test_what_an_operator_proposes_is_in_no_version_that_the_user_is_offered() -> None:
    version = first_version()
    operator_proposes("city", "Graz, Austria")

    assert versions.is_current(version)
    assert "Graz" not in versions.write_version(version.release).text


def test_a_version_with_an_operators_value_confirms_it_when_it_is_approved() -> None:
    release = first_version().release
    proposal = operator_proposes("city", "Graz, Austria")

    version = versions.write_version(release, proposals=[proposal])
    assert "GRAZ, Austria" in version.text
    assert values()["city"] == "Turin, Italy"
    assert versions.approve(version, words="phoned", operator="ann")

    assert values()["city"] == "Graz, Austria"
