"""What the company says of itself stands in quotation marks, so that all around it is in the third person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.template.paragraphs import sentences_in
from assistant.template.quotations import with_inner_marks
from assistant.template.sentences import bare, capitalised, ended, one_line

_QUOTED = re.compile('“[^“”]*”|„[^„“]*“|«[^«»]*»|"[^"]*"')
_WORD_START = re.compile(r"(?<!\S)\S")
LONGEST_PART = 60
"""Words of a sentence at which a quoted end of it may begin."""


@dataclass(frozen=True, kw_only=True)
class ReportedSpeech:
    """How a language reports what the company says of itself."""

    first_person: re.Pattern[str]
    marks: tuple[str, str]
    inner_marks: tuple[str, str]
    said: str
    """“The company said: {words}”"""
    added: str
    """What follows that: “It added: {words}”"""
    announced: str
    """The lead: “{company} today announced: {words}”"""
    the_company: str
    """A company without a name, at the beginning of a sentence."""
    stop_inside_part: bool
    """A full stop at the end of a quoted part of a sentence stands within the marks."""
    stop_inside_whole: bool
    """And that of a whole sentence, which comes after a colon."""
    names: tuple[str, ...] = ()
    """The names in this release: "My Vineyard" is nobody who speaks."""

    def is_first_person(self, text: str) -> bool:
        """Return True if the company speaks in `text`, outside quotation marks."""
        text = _QUOTED.sub("“”", text)
        for name in self.names:
            text = text.replace(name, "–")
        return bool(self.first_person.search(text))

    def reported(self, text: str, answers: Sequence[str], *, lead_of: str | None = None) -> list[str]:
        """Return the sentences of `text`, none of which is in the first person outside quotation marks.

        `answers` is what `text` is made of. `lead_of` is the company's name if this is the lead.
        """
        said = next((one for one in answers if self.is_first_person(one)), "")
        if not said:
            return sentences_in(text)
        frame = self.said if lead_of is None else self.announced.replace("{company}", lead_of)
        sentences: list[str] = []
        for one in sentences_in(text):
            if not self.is_first_person(one):
                sentences.append(one)
            elif partly := self._end_quoted(one, said):
                sentences.append(partly)
            else:
                sentences.append(self._quoted(one, said, frame))
                frame = self.added
        return sentences

    def _quoted(self, sentence: str, said: str, frame: str) -> str:
        """Return `sentence`, or what of the answer it is made of, as the words of the company."""
        if not _is_said(sentence, said):
            sentence = sentences_in(one_line(said))[0]
        words = ended(capitalised(with_inner_marks(one_line(sentence), self.inner_marks)))
        opening, closing = self.marks
        if self.stop_inside_whole:
            return frame.replace("{words}", f"{opening}{words}{closing}")
        return frame.replace("{words}", f"{opening}{bare(words)}{closing}.")

    def _end_quoted(self, sentence: str, said: str) -> str:
        """Return our beginning and the answer that ends the sentence in marks, "" if it is not made so."""
        if _is_said(sentence, said):
            return ""
        said = f" {one_line(said)} ".casefold()
        for start in [found.start() for found in _WORD_START.finditer(sentence)][1:LONGEST_PART]:
            beginning, part = sentence[:start], bare(sentence[start:])
            if part and f" {part}".casefold() in said and not self.is_first_person(beginning):
                part = with_inner_marks(part, self.inner_marks)
                opening, closing = self.marks
                return f"{beginning}{opening}{part}" + (
                    f".{closing}" if self.stop_inside_part else f"{closing}."
                )
        return ""


def _is_said(sentence: str, said: str) -> bool:
    return bare(sentence).casefold() in one_line(said).casefold()
