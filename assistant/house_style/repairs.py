"""What code puts right by itself in a written release."""

from collections.abc import Sequence

from assistant.house_style import ap
from assistant.house_style.rules.frame import IN_ORDER
from assistant.house_style.words import WORDS
from assistant.parts import Part, PartName
from assistant.verification.statements import Sentence


def repaired(parts: Sequence[Part], *, language: str, names: Sequence[str] = ()) -> tuple[Part, ...]:
    """Return `parts` without what a row with the severity "repair" finds.

    They stand in order and have their end mark; English is as the Associated Press writes it. `names` are
    never changed.
    """
    end = Part(name=PartName.END_MARK, sentences=(Sentence(WORDS[language].end_mark, ()),))
    kept = [part for part in parts if part.name != PartName.END_MARK]
    ordered = (*sorted(kept, key=lambda part: IN_ORDER[part.name]), end)
    return ap.repaired(ordered, names=names) if language == "en" else ordered
