"""The pages of the log-in: what is wrong is announced, and where the keyboard is."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.support.console_pages import make_staff
from tests.support.second_factor import give_code, give_password, set_up

pytestmark = pytest.mark.django_db

ALERT = re.compile(r'role="alert"[^>]*>(.*?)</div>', re.DOTALL)


@pytest.fixture(autouse=True)
def staff() -> None:
    make_staff()


def announced(page: Any) -> str:
    return " ".join(re.sub("<[^>]*>", " ", " ".join(ALERT.findall(page.content.decode()))).split())


def test_a_wrong_password_is_announced() -> None:
    page = Client().post("/admin/login/", {"username": "olga", "password": "a guess"})
    assert "Please enter the correct username and password" in announced(page)


def test_a_missing_field_is_announced_and_described_by_what_is_wrong_with_it() -> None:
    page = Client().post("/admin/login/", {"username": "olga"})
    assert announced(page) == "This field is required."
    assert 'aria-describedby="id_password_error"' in page.content.decode()
    assert 'id="id_password_error"' in page.content.decode()


def test_a_wrong_code_is_announced_and_described(settings: Settings) -> None:
    settings.OPERATOR_TWO_FACTOR = True
    set_up()
    client = Client()
    asked = give_password(client).content.decode()
    page = give_code(client, "000000")
    assert announced(page).startswith("This code is not right")
    assert 'id="id_token_error"' in page.content.decode()
    assert "autofocus" in asked


def test_without_a_simulator_there_is_no_site_to_return_to() -> None:
    assert "Return to site" not in Client().get("/admin/login/").content.decode()


def test_what_pages_say_to_each_other_is_in_no_cookie() -> None:
    client = Client()
    client.post("/admin/login/", {"username": "olga", "password": "for-tests-only"})
    answer = client.get("/admin/sessions_app/conversationsession/999/change/")
    assert answer.status_code == 302
    assert set(client.cookies) <= {"__Host-sessionid", "__Host-csrftoken", "sessionid", "csrftoken"}
    assert "There is no such session" in client.get(answer["Location"]).content.decode()
