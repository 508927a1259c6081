"""The reasons that operators give: all forms that take one refuse a phone number in it."""

import pytest

from sessions_app.conversations import people
from sessions_app.messages import blocks
from sessions_app.models import BlockedPhone
from tests.support.console_pages import BLOCKED, RELEASES, SESSIONS, client_of, deeds
from tests.support.factories import SessionFactory, phone_number
from tests.support.press_releases import PHONE, say_all, write_versions

pytestmark = pytest.mark.django_db

OTHER = phone_number(2)


@pytest.mark.parametrize(
    "path",
    [
        f"{SESSIONS}person/%(person)s/block/",
        f"{SESSIONS}person/%(person)s/reveal/",
        f"{BLOCKED}block/",
        f"{BLOCKED}%(blocked)s/unblock/",
        f"{RELEASES}%(release)s/correct/city/",
        f"{RELEASES}%(release)s/approve/",
    ],
)
def test_a_reason_with_a_number_is_refused_with_a_sentence(path: str) -> None:
    write_versions(release := say_all())
    blocks.add([OTHER], reason="spam", operator="otto")
    blocked = BlockedPhone.objects.get(phone=OTHER)
    session = SessionFactory.create(phone=PHONE)
    ids = {"session": session.pk, "release": release.pk, "blocked": blocked.pk}
    ids["person"] = people.of(PHONE).pk
    form = {"reason": "Asked at (415) 555-98 76", "number": PHONE, "value": "Bruges, Belgium"}
    answer = client_of("Operators").post(path % ids, form).content.decode()
    assert "The reason must not hold a phone number" in answer
    assert not deeds().exists()
    assert not blocks.is_blocked(PHONE)
    assert blocks.is_blocked(OTHER)
