"""The language of a release: that of the chat, unless the user wants another one."""

import pytest

from assistant import facts, saving, versions
from assistant.interviewer import UserTurn
from assistant.saving import Saved
from tests.support.interview import PHONE, latest, refused, save, tell, turn_of

pytestmark = pytest.mark.django_db


def told_in(language: str, key: str, text: str) -> None:
    turn: UserTurn = turn_of(text, language=language)
    assert isinstance(saving.save(turn, key=key, value=text, said=text), Saved)


def test_it_is_that_of_the_chat_until_a_version_is_there() -> None:
    told_in("en", "company_name", "Vinolog")
    told_in("es", "city", "Sevilla, España")

    assert facts.gathered(PHONE).language == "es"


def test_it_stays_after_a_version_whatever_the_chat_speaks() -> None:
    release = tell("funding")
    release.language = "en"
    release.save()
    versions.write_version(release)

    told_in("es", "city", "Sevilla, España")

    assert facts.gathered(PHONE).language == "en"


def test_it_is_asked_for_where_the_facts_are_told_in_another_language() -> None:
    release = tell(
        "funding", boilerplate="Vinolog baut Sensoren für Weinberge und hat 40 Mitarbeiter in Turin und Graz."
    )
    release.facts.filter(key="use_of_funds").update(said="wir wollen 20 Leute einstellen und ein Büro öffnen")
    release.facts.filter(key="detail").update(said="Es gibt 54 Weinberge, die unsere Sensoren nutzen.")
    release.language = "en"
    release.save()

    assert facts.gathered(PHONE).missing == ["language"]


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("in German, please", "de"),
        ("auf Englisch bitte", "en"),
        ("en español", "es"),
        ("בעברית", "he"),
        ("Spanisch, nicht Deutsch", ""),
    ],
)
def test_the_user_names_it_in_any_language(said: str, language: str) -> None:
    outcome = saving.save(turn_of(said), key="language", value=said, said=said)

    if language:
        assert isinstance(outcome, Saved)
        assert facts.gathered(PHONE).language == language
    else:
        assert not isinstance(outcome, Saved)


def test_a_language_that_the_user_has_not_named_is_not_saved() -> None:
    assert "has not named" in refused("language", "German", "as you like").problem


def test_a_version_is_written_anew_in_the_language_that_the_user_wants() -> None:
    tell("funding")
    versions.write_version(facts.gathered(PHONE).release)
    save("language", "auf Deutsch")

    assert not versions.is_current(latest())
    version = versions.write_version(facts.gathered(PHONE).release)

    assert version.text.startswith("ZUR SOFORTIGEN VERÖFFENTLICHUNG")
    assert "Pressekontakt" in version.text
