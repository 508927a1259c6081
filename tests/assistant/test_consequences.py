"""What a correction changes in the words of other facts."""

import pytest

from assistant import consequences
from assistant.models import Fact


def rewritten(key: str, text: str, of: str, old: str, new: str) -> str:
    return consequences.rewritten(
        Fact(key=key, value=text), old=Fact(key=of, value=old), new=Fact(key=of, value=new)
    )


def still_says(key: str, text: str, of: str, old: str, new: str) -> bool:
    return consequences.still_says(
        Fact(key=key, value=text), old=Fact(key=of, value=old), new=Fact(key=of, value=new)
    )


@pytest.mark.parametrize(
    ("key", "text", "of", "old", "new", "becomes"),
    [
        ("headline", "Acme raises €6.3 million", "amount", "€6.3 million", "€6.5 million", "€6.5 million"),
        ("headline", "Acme raises €6.3 million", "amount", "EUR 6.3m", "EUR 6.5m", "€6.5 million"),
        ("subhead", "From May 3, 2027 on", "release_date", "2027-05-03", "2027-06-04", "From June 4, 2027"),
        ("boilerplate", "Acme makes nets.", "company_name", "Acme", "Acme Labs", "Acme Labs makes nets."),
        ("quote_role", "head of Acme", "company_name", "Acme", "Akme", "head of Akme"),
        ("detail_2", "“Acme\\1” sells.", "company_name", "Acme\\1", "Akme\\1", "“Akme\\1” sells."),
    ],
)
def test_a_corrected_value_stands_in_other_words(
    key: str, text: str, of: str, old: str, new: str, becomes: str
) -> None:
    assert still_says(key, text, of, old, new)
    value = rewritten(key, text, of, old, new)
    assert becomes in value
    assert not still_says(key, value, of, old, new)


@pytest.mark.parametrize(
    ("key", "text", "of", "old", "new"),
    [
        ("detail", "It earned €6.3 million in 2026.", "amount", "€6.3 million", "€6.5 million"),
        ("headline", "Acme raises 6.3 million euros", "amount", "€6.3 million", "€6.5 million"),
        ("quote", "Acme has changed us for good", "company_name", "Acme", "Akme"),
        ("detail", "Northgate Ventures led it.", "lead_investor", "Northgate", "Alba"),
    ],
)
def test_what_code_may_not_change_is_left_to_the_user(
    key: str, text: str, of: str, old: str, new: str
) -> None:
    assert still_says(key, text, of, old, new)
    assert rewritten(key, text, of, old, new) == ""


@pytest.mark.parametrize(
    ("key", "text", "of", "old", "new"),
    [
        ("boilerplate", "Acme Labs makes nets.", "company_name", "Acme", "Acme Labs"),
        ("headline", "Acme raises €16.3 million", "amount", "€6.3 million", "€6.5 million"),
        ("headline", "Pacmen and Acmes", "company_name", "Acme", "Akme"),
        ("total_raised", "€6.3 million", "amount", "€6.3 million", "€6.5 million"),
        ("headline", "Acme raises an undisclosed sum", "lead_investor", "undisclosed", "Northgate"),
        ("detail", "It costs nothing", "price", "free", "€3"),
    ],
)
def test_other_words_are_left_alone(key: str, text: str, of: str, old: str, new: str) -> None:
    assert not still_says(key, text, of, old, new)
