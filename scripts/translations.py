"""Bring the translations up to date: `.venv/bin/python -m scripts.translations`, after a text has changed.

Collects the English texts that go through `gettext`, writes them to `locale/*/LC_MESSAGES/django.po` of
each app and compiles these to `django.mo`. A translation is kept while its English text stays the same,
also where the text moves to the other app; new texts are left empty, and named. Needs nothing but Babel,
which does not see a call of `gettext` inside an f-string.
"""

import io
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

BASE_DIR = Path(__file__).resolve().parent.parent
LANGUAGES = ("de", "es", "he")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **dict.fromkeys(("gettext_noop", "gettext_lazy"), None),
    "ngettext_lazy": (1, 2),
}
CATALOGUES = {"assistant": "assistant", "sessions_app": "sessions_app", "webhooks": "sessions_app"}
"""By the folder of a text: the app that has its translation."""
APPS = ("sessions_app", "assistant")

HEADER = "# What users are told. `python -m scripts.translations` brings the English texts up to date."

MessageId = str | tuple[str, str]


class Translations(Catalog):
    """A catalogue without dates and versions in its header, so that the same texts make the same bytes."""

    def __init__(self, language: str) -> None:
        super().__init__(charset="utf-8", fuzzy=False, header_comment=HEADER)
        self.language = language

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", self.language),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=2; plural=(n != 1);\n"),
        ]


def po_path(app: str, language: str) -> Path:
    return BASE_DIR / app / "locale" / language / "LC_MESSAGES" / "django.po"


@cache
def texts_of(app: str) -> tuple[MessageId, ...]:
    """Return the English texts in the catalogues of `app`, in the order of the files, each once."""
    found = [text for path in _sources() if _app_of(path) == app for text in _texts_in(path)]
    return tuple(dict.fromkeys(found))


def _sources() -> Iterator[Path]:
    for folder in CATALOGUES:
        yield from sorted((BASE_DIR / folder).rglob("*.py"))


def _app_of(path: Path) -> str:
    return CATALOGUES[path.relative_to(BASE_DIR).parts[0]]


def _texts_in(path: Path) -> Iterator[MessageId]:
    with path.open("rb") as source:
        for _, text, _, _ in extract("python", source, keywords=KEYWORDS):
            yield text if isinstance(text, str) else (text[0], text[1])


def translated(language: str) -> dict[MessageId, Message]:
    """Return what is translated into `language` in any app, by its English text."""
    known: dict[MessageId, Message] = {}
    for app in APPS:
        if (path := po_path(app, language)).exists():
            with path.open("rb") as file:
                known |= {_id(message): message for message in read_po(file) if message.id and message.string}
    return known


def _id(message: Message) -> MessageId:
    return (message.id[0], message.id[1]) if isinstance(message.id, (list, tuple)) else message.id


def catalog_of(app: str, language: str) -> Translations:
    """Return the catalogue as it has to be: today's texts, with the translations that are there."""
    known = translated(language)
    catalog = Translations(language)
    for text in texts_of(app):
        nothing = "" if isinstance(text, str) else ("", "")
        catalog.add(text, known[text].string if text in known else nothing)
    return catalog


def po_bytes(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalog, width=100)
    return file.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def forms(message: Message) -> list[str]:
    """Return the translation, or each form of it."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def untranslated(catalog: Iterable[Message]) -> list[MessageId]:
    """Return the texts that are empty in a language, or of which one form is."""
    return [_id(one) for one in catalog if one.id and not all(forms(one))]


def main() -> int:
    missing = 0
    catalogs = {(app, language): catalog_of(app, language) for app in APPS for language in LANGUAGES}
    for (app, language), catalog in catalogs.items():
        if not len(catalog):
            continue
        path = po_path(app, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(catalog))
        path.with_suffix(".mo").write_bytes(mo_bytes(catalog))
        for text in untranslated(catalog):
            missing += 1
            print(f"{path.relative_to(BASE_DIR)}: not translated: {text}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
