"""The three rates that the checks have to reach, over the tables."""

from assistant.verification import supported
from tests.assistant.verification.tables import INVENTED, OTHER, SAME


def test_at_least_97_percent_of_the_same_values_are_accepted() -> None:
    accepted = [not supported(value, said, language=language) for language, value, said in SAME]
    assert sum(accepted) >= 0.97 * len(accepted)


def test_at_least_95_percent_of_other_values_are_refused() -> None:
    refused = [bool(supported(value, said, language=language)) for language, value, said in OTHER]
    assert sum(refused) >= 0.95 * len(refused)


def test_at_least_97_percent_of_inventions_are_refused() -> None:
    refused = [bool(supported(value, said, language=language)) for language, _, value, said in INVENTED]
    assert sum(refused) >= 0.97 * len(refused)
