"""Users of the scripted interview, as far as they have come."""

from collections.abc import Iterator

import pytest

from assistant import versions
from assistant.announcement_types import FACTS
from assistant.models import ReleaseVersion
from tests.support.interview import latest
from tests.support.offline_chat import Chat


@pytest.fixture
def chat() -> Iterator[Chat]:
    """Whatever a test has the script say, no sentence of it is for operators or for a model."""
    made = Chat()
    yield made
    for text in made.said:
        own = text
        for version in ReleaseVersion.objects.all():
            own = own.replace(version.text, "")
        own = "\n".join(line for line in own.split("\n") if not line.startswith(("Old: ", "New: ")))
        keys = (key for key in FACTS if "_" in key)
        for words in ("OPENAI", "API", "demo", "the user", "if they", "ask for it", "ask_once", *keys):
            assert words not in own


@pytest.fixture
def at_version(chat: Chat) -> Chat:
    """A user who has been shown the first version."""
    chat.at("funding", "link")
    assert chat.say("skip").endswith("3. Talk to a person")
    return chat


@pytest.fixture
def approved(at_version: Chat) -> Chat:
    """A user who has just approved: by a digit, which the script does not see."""
    assert versions.approve(latest(), words="1")
    return at_version
