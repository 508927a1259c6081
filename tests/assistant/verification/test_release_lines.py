"""The lines that code puts into every release tell nothing by themselves."""

import pytest

from assistant.verification import Fact, Sentence, verify

LINES = {
    "en": "FOR RELEASE ON FEB. 11, 2027",
    "de": "SPERRFRIST: 11. FEBRUAR 2027",
    "es": "EMBARGADO HASTA EL 11 DE FEBRERO DE 2027",
    "he": "לפרסום בתאריך 11 בפברואר 2027",
}


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize("day", ["2027-02-11", "2027-02-12"])
def test_of_a_release_line_only_the_day_is_looked_at(language: str, day: str) -> None:
    fact = Fact("f1", "release_date", "date", day, "on Thursday")
    found = verify([Sentence(LINES[language], ("f1",))], [fact], language=language)
    assert [one.kind for one in found] == ([] if day.endswith("11") else ["date"])
