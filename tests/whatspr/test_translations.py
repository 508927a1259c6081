"""What users are told is there in each language, whole and up to date, and operators read English."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.test import Client
from django.utils import translation

from assistant import version_texts
from assistant.models import PressRelease, ReleaseVersion
from scripts import translations
from scripts.translations import APPS, KEYWORDS, LANGUAGES, catalog_of, forms, mo_bytes, po_bytes, po_path
from sessions_app.conversations import chat_language
from sessions_app.messages.keywords import LABELS, MENU, classify, normal_form

FILES = [(app, language) for app in APPS for language in LANGUAGES if translations.texts_of(app)]
MESSAGES = {
    language: [one for app in APPS for one in catalog_of(app, language) if one.id] for language in LANGUAGES
}
_BOLD = re.compile(r"(?<!\w)\*(\S(?:[^*\n]*\S)?)\*(?!\w)")


def english(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_languages_of_users_are_the_same_everywhere() -> None:
    assert {"en", *LANGUAGES} == set(chat_language.LANGUAGES) == {code for code, _ in settings.LANGUAGES}


@pytest.mark.parametrize(("app", "language"), FILES)
def test_the_committed_files_are_what_the_command_makes(app: str, language: str) -> None:
    catalog = catalog_of(app, language)
    path = po_path(app, language)
    assert path.read_bytes() == po_bytes(catalog), "python -m scripts.translations"
    assert path.with_suffix(".mo").read_bytes() == mo_bytes(catalog), "python -m scripts.translations"


def pairs(language: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each English text with its translation, and whether it is the singular of one with a plural."""
    for message in MESSAGES[language]:
        texts, translated = english(message), forms(message)
        for place, (text, other) in enumerate(zip(texts, translated, strict=True)):
            yield text, other, len(texts) > 1 and place == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    assert [message.id for message in MESSAGES[language] if message.fuzzy or not all(forms(message))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_of_its_text(language: str) -> None:
    """The one of a single thing may do without its number."""
    for text, translated, is_singular in pairs(language):
        lacks = placeholders(text) - placeholders(translated)
        assert lacks <= ({"minutes", "hours", "count"} if is_singular else set()), text
        assert placeholders(translated) <= placeholders(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_commands_and_formats_of_its_text(language: str) -> None:
    for text, translated, _ in pairs(language):
        bold, translated_bold = _BOLD.findall(text), _BOLD.findall(translated)
        assert [classify(body=one) for one in translated_bold] == [classify(body=one) for one in bold]
        for mark in ("*", "_", "~", "\n\n", "START"):
            assert translated.count(mark) == text.count(mark)
        assert re.findall(r"/\w+", translated) == re.findall(r"/\w+", text)
        assert re.findall(r"^\d\.", translated, re.MULTILINE) == re.findall(r"^\d\.", text, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_djangos_own_pages_takes_the_place_of_ours(language: str) -> None:
    with translation.override(language):
        for message in MESSAGES[language]:
            if isinstance(message.id, str):
                assert translation.gettext(message.id) == message.string
            else:
                one, many = message.id
                found = [translation.ngettext(one, many, number) for number in (1, 2, 10)]
                assert found == [*forms(message), forms(message)[1]]


def literals() -> Iterator[tuple[str, str]]:
    """Yield each text that the code gives to a function of gettext, and where."""
    for folder in translations.CATALOGUES:
        for path in Path(settings.BASE_DIR, folder).rglob("*.py"):
            calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
            for call in calls:
                if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
                    for argument in call.args:
                        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                            yield argument.value, f"{path.name}:{call.lineno}"


def test_every_text_that_the_code_translates_is_in_a_catalogue() -> None:
    known = {
        text
        for app in APPS
        for one in translations.texts_of(app)
        for text in ([one] if isinstance(one, str) else one)
    }
    assert [where for text, where in literals() if text not in known] == []


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_a_choice_that_is_sent_as_words_does_not_wait_for_more(language: str) -> None:
    version = ReleaseVersion(pk=1, release=PressRelease(pk=1), number=1)
    with translation.override(language):
        labels = [choice.label for choice in version_texts.choices(version)]
    assert len(labels) == 3
    assert {normal_form(label) for label in [*labels, *chat_language.LANGUAGES.values()]} <= LABELS


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_digit_of_the_menu_means_to_the_model_stays_english(language: str) -> None:
    with translation.override(language):
        assert MENU["1"] == "I'd like to announce a funding round."


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_operators_read_english_whatever_their_browser_asks_for(language: str) -> None:
    page = Client(headers={"accept-language": language}).get("/admin/login/").content.decode()
    assert "Username" in page
    assert "Password" in page


def translate(folder: Path) -> tuple[int, str]:
    """Run the command on the code in `folder`; return its exit status and what it says."""
    program = [sys.executable, "-m", "scripts.translations"]
    done = subprocess.run(program, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_command_names_what_has_no_translation_and_keeps_what_has_one(tmp_path: Path) -> None:
    for name in ("assistant", "sessions_app", "webhooks", "scripts"):
        shutil.copytree(Path(settings.BASE_DIR, name), tmp_path / name)
    assert translate(tmp_path) == (0, "")
    new, po = tmp_path / "webhooks/new.py", tmp_path / "sessions_app/locale/de/LC_MESSAGES/django.po"
    new.write_text('gettext("Good night")\n')
    status, told = translate(tmp_path)
    assert (status, told.count("not translated: Good night")) == (1, 3)
    po.write_text(po.read_text().replace('"Good night"\nmsgstr ""', '"Good night"\nmsgstr "Gute Nacht"'))
    new.rename(tmp_path / "assistant/new.py")
    status, told = translate(tmp_path)
    moved = tmp_path / "assistant/locale/de/LC_MESSAGES/django.po"
    assert '"Good night"\nmsgstr "Gute Nacht"' in moved.read_text()
    assert (status, told.count("not translated"), "Good night" in po.read_text()) == (1, 2, False)
