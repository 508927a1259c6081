"""Changes of a clean release, and the ids of the rows that they break."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assistant.house_style.checks import BY_ID, check
from assistant.house_style.findings import Context, Hit, StyleFinding
from assistant.house_style.release import Release
from assistant.parts import Part, PartName
from tests.assistant.house_style.clean import CONTEXTS, clean, part

Draft = tuple[list[Part], Context]
Change = Callable[[Draft], Draft]


def text(name: PartName, *sentences: str, heading: str | None = None) -> Change:
    """Put `sentences` in place of those of the first part called `name`."""

    def change(release: Draft) -> Draft:
        parts, context = release
        index = next(index for index, one in enumerate(parts) if one.name == name)
        new = part(name, *sentences, heading=parts[index].heading if heading is None else heading)
        return [*parts[:index], new, *parts[index + 1 :]], context

    return change


def without(*names: PartName) -> Change:
    return lambda release: ([one for one in release[0] if one.name not in names], release[1])


def more(name: PartName, *sentences: str, heading: str = "", at: int | None = None) -> Change:
    """Put one more part behind the last one of its name, or before part number `at`."""

    def change(release: Draft) -> Draft:
        parts, context = release
        last = max(index for index, one in enumerate(parts) if one.name == name) + 1 if at is None else at
        return [*parts[:last], part(name, *sentences, heading=heading), *parts[last:]], context

    return change


def given(**values: Any) -> Change:
    """Change the context."""
    return lambda release: (release[0], replace(release[1], **values))


def both(*changes: Change) -> Change:
    def change(release: Draft) -> Draft:
        for one in changes:
            release = one(release)
        return release

    return change


def nothing(release: Draft) -> Draft:
    return release


def found(change: Change, language: str) -> list[StyleFinding]:
    """Return what is found in the clean release after `change`."""
    parts, context = change((clean(language), CONTEXTS[language]))
    return check(parts, language=language, context=context)


def hits(row: str, change: Change, language: str) -> list[Hit]:
    """Return what one row finds in the clean release after `change`."""
    parts, context = change((clean(language), CONTEXTS[language]))
    return list(BY_ID[row].finds(Release(tuple(parts), language, context)))
