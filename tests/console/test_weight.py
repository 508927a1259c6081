"""What the pages that operators open most transfer, once a browser has the static files."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.support import console_pages
from tests.support.console_pages import SESSIONS
from tests.support.factories import ConversationFactory, InboundFactory, SessionFactory

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)

KIB = 1024
ROWS = 50


@pytest.mark.parametrize(("path", "most"), [(SESSIONS, 40 * KIB), ("/admin/", 60 * KIB)])
def test_a_full_list_and_the_dashboard_are_light(operator: Client, path: str, most: int) -> None:
    for number in range(ROWS):
        phone = SessionFactory.create().phone
        ConversationFactory.create(phone=phone, attention_at=timezone.now(), attention="Asks for a person.")
        InboundFactory.create(phone=phone, details={"profile_name": f"Ada {number} Lovelace"})
    answer = operator.get(path, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < most
