"""What was corrected: no sentence has it, and no other sentence is taken for it."""

from assistant.verification import Fact, Sentence, verify

COMPANY = Fact("f1", "company_name", "name", "Tessera Energy", "Tessera Energy")
OLD = "Tessera Energy raises €6.3 million to build a second plant"
NEW = "Tessera Energy raises €6.5 million to build a second plant"
CORRECTED = Fact("f2", "headline", "text", OLD, OLD, superseded=True)
HEADLINE = Fact("f3", "headline", "text", NEW, NEW)


def kinds(text: str, *facts: Fact) -> list[str]:
    sentence = Sentence(text, tuple(fact.id for fact in facts if not fact.superseded))
    return [one.kind for one in verify([sentence], facts, language="en")]


def test_words_for_numbers_are_not_what_tells_a_corrected_text_from_the_new_one() -> None:
    assert kinds(NEW, COMPANY, CORRECTED, HEADLINE) == []


def test_a_corrected_sum_is_found_in_the_same_words() -> None:
    assert "superseded" in kinds(OLD, COMPANY, CORRECTED, HEADLINE)
