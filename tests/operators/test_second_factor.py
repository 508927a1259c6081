"""After the password operators enter a code: without one they are nobody, wherever they ask."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from sessions_app.console.log_in_form import LOCKED, WRONG_CODE
from sessions_app.models import AuditEntry
from sessions_app.operators import second_factor
from tests.support import clocks
from tests.support.console_pages import PASSWORD, SESSIONS, client_of, deeds, make_staff
from tests.support.second_factor import (
    FIRST,
    SECOND,
    code_by,
    code_of,
    give_code,
    give_password,
    set_up,
    shown_codes,
    shown_key,
)
from tests.support.settings_process import settings_of

pytestmark = pytest.mark.django_db

DETAILS = "/health/sessions/details"
NEXT_CODE = timedelta(seconds=30)
clock = pytest.fixture(clocks.standing)
Clock = time_machine.Traveller


@pytest.fixture(autouse=True)
def required(settings: Settings, clock: Clock) -> None:
    settings.OPERATOR_TWO_FACTOR = True
    make_staff()
    User.objects.create_superuser("root", password=PASSWORD)


def is_in(client: Client) -> bool:
    return client.get(SESSIONS).status_code == 200


def past_first_step(name: str = "olga") -> Client:
    client = Client()
    give_password(client, name)
    return client


def actions() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("operator", "action"))


@pytest.mark.parametrize("name", ["olga", "root"])
def test_the_first_log_in_sets_up_an_app_and_shows_recovery_codes_once(name: str) -> None:
    client = Client()
    page = give_password(client, name, next=SESSIONS)
    assert page.redirect_chain == [(f"{SECOND}?next=%2Fadmin%2Fsessions_app%2Fconversationsession%2F", 302)]
    page = give_code(client, code_by(shown_key(page)), next=SESSIONS)
    assert len(set(shown_codes(page))) == second_factor.RECOVERY_CODES
    assert f'href="{SESSIONS}"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert is_in(client)
    assert client.get(SECOND)["Location"].startswith(FIRST)


def test_the_picture_of_the_key_asks_for_nothing_elsewhere() -> None:
    page = give_password(Client()).content.decode()
    svg = re.search(r'data-testid="qr-code">(<svg.*?</svg>)', page, re.DOTALL)
    assert svg
    assert not re.search(r"style|href|src|url", svg[1])
    assert "otpauth:" not in page


def test_later_log_ins_ask_for_a_code_and_show_no_key(clock: Clock) -> None:
    set_up()
    clock.shift(NEXT_CODE)
    client = Client()
    page = give_password(client, next=SESSIONS)
    assert "qr-code" not in page.content.decode()
    assert give_code(client, code_of(), next=SESSIONS)["Location"] == SESSIONS
    assert is_in(client)


def test_the_second_step_leads_to_no_other_site(clock: Clock) -> None:
    set_up()
    clock.shift(NEXT_CODE)
    answer = give_code(past_first_step(), code_of(), next="https://evil.example/")
    assert answer["Location"] == "/admin/"


def test_a_password_alone_opens_nothing() -> None:
    set_up()
    client = past_first_step()
    assert client.get(SESSIONS)["Location"].startswith(FIRST)
    assert client.get(DETAILS).status_code == client.get("/api/docs").status_code == 401


@pytest.mark.parametrize("path", [SESSIONS, DETAILS, "/api/docs", "/health/sessions/cleanup"])
def test_a_sign_in_from_before_it_was_required_counts_as_none(path: str) -> None:
    client = client_of("Superuser", name="root")
    assert client.get(path).status_code in (302, 401)
    assert client.post(path).status_code in (302, 401, 405)


def test_a_code_works_once(clock: Clock) -> None:
    set_up()
    clock.shift(NEXT_CODE)
    code = code_of()
    assert give_code(past_first_step(), code).status_code == 302
    assert WRONG_CODE in give_code(past_first_step(), code).content.decode()


def test_wrong_codes_are_failed_log_ins_and_lock_the_right_one_out(clock: Clock) -> None:
    set_up()
    client = past_first_step()
    answers = []
    for _ in range(4):
        clock.shift(NEXT_CODE)
        answers.append(give_code(client, "000000"))
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    clock.shift(NEXT_CODE)
    refused = give_code(client, code_of())
    assert refused.status_code == 429
    assert LOCKED in refused.content.decode()
    assert not is_in(client)
    assert actions()[-4:] == [("olga", "log-in failed")] * 3 + [("olga", "log-in locked")]
    assert AuditEntry.objects.last().details["wrong"] == "code"  # type: ignore[union-attr]


def test_the_password_given_again_takes_no_wrong_code_back(clock: Clock) -> None:
    set_up()
    statuses = []
    for _ in range(3):
        clock.shift(NEXT_CODE)
        statuses.append(give_code(past_first_step(), "000000").status_code)
    assert statuses == [200, 200, 429]


def test_after_a_wrong_code_a_guesser_has_to_wait(clock: Clock) -> None:
    set_up()
    clock.shift(NEXT_CODE)
    client = past_first_step()
    for _ in range(2):
        give_code(client, "000000")
    assert give_code(client, code_of()).status_code == 200
    clock.shift(timedelta(seconds=3))
    assert give_code(client, code_of()).status_code == 302


@pytest.mark.parametrize("spelled", [str, str.upper, lambda code: f" {code.replace('-', ' ')} "])
def test_a_recovery_code_opens_the_log_in_once(clock: Clock, spelled: Any) -> None:
    _, codes = set_up()
    client = past_first_step()
    assert give_code(client, spelled(codes[3])).status_code == 302
    assert is_in(client)
    assert deeds().last().details["second_factor"] == "recovery code"  # type: ignore[union-attr]
    assert give_code(past_first_step(), codes[3]).status_code == 200


def test_recovery_codes_are_stored_as_hashes_and_belong_to_one_account() -> None:
    _, codes = set_up()
    set_up("otto")
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert not stored & {code.replace("-", "") for code in codes}
    assert give_code(past_first_step("otto"), codes[0]).status_code == 200


def test_who_has_few_recovery_codes_is_told_and_who_has_none_gets_new_ones(clock: Clock) -> None:
    _, codes = set_up()
    for code in codes[:-2]:
        client = past_first_step()
        give_code(client, code)
    assert "You have 2 recovery codes left." in client.get("/admin/").content.decode()
    StaticToken.objects.all().delete()
    clock.shift(NEXT_CODE)
    assert len(shown_codes(give_code(past_first_step(), code_of()))) == second_factor.RECOVERY_CODES


def test_the_last_recovery_code_signs_in_too() -> None:
    _, codes = set_up()
    for code in codes:
        client = past_first_step()
        page = give_code(client, code)
    assert len(shown_codes(page)) == second_factor.RECOVERY_CODES
    assert is_in(client)


@pytest.mark.parametrize("seconds", [0, second_factor.BETWEEN_SECONDS])
def test_the_second_step_is_for_a_short_time_after_the_first_one(clock: Clock, seconds: int) -> None:
    set_up()
    client = past_first_step() if seconds else Client()
    clock.shift(NEXT_CODE + timedelta(seconds=seconds))
    assert client.get(SECOND)["Location"].startswith(FIRST)
    assert give_code(client, code_of())["Location"].startswith(FIRST)
    assert not is_in(client)


def test_a_session_that_has_given_one_password_takes_no_other_accounts_code(clock: Clock) -> None:
    set_up("otto")
    set_up("olga")
    request = HttpRequest()
    request.session = past_first_step("olga").session
    clock.shift(NEXT_CODE)
    assert authenticate(request, username="otto", token=code_of("otto")) is None
    assert authenticate(request, username="otto", token=code_of("olga")) is None
    assert authenticate(request, username="olga", token=code_of("olga")) == User.objects.get(username="olga")


def test_an_account_that_was_closed_meanwhile_cannot_take_the_second_step(clock: Clock) -> None:
    set_up()
    clock.shift(NEXT_CODE)
    client = past_first_step()
    User.objects.filter(username="olga").update(is_active=False)
    assert give_code(client, code_of())["Location"].startswith(FIRST)


def test_a_password_that_was_changed_meanwhile_opens_no_second_step(clock: Clock) -> None:
    set_up()
    thief = past_first_step()
    olga = User.objects.get(username="olga")
    second_factor.reset(olga, operator="root")
    olga.set_password("another-for-tests-only")
    olga.save()
    assert thief.get(SECOND)["Location"].startswith(FIRST)
    assert not TOTPDevice.objects.exists()


def test_each_session_sets_up_a_key_of_its_own_and_the_first_to_confirm_wins(clock: Clock) -> None:
    stranger, owner = Client(), Client()
    seen = shown_key(give_password(stranger))
    own = shown_key(give_password(owner))
    assert seen != own
    assert shown_key(owner.get(SECOND)) == own
    give_code(owner, code_by(own))
    assert is_in(owner)
    assert give_code(stranger, code_by(seen)).status_code == 200
    assert not is_in(stranger)
    assert TOTPDevice.objects.get().bin_key == own
    assert "qr-code" not in stranger.get(SECOND).content.decode()


def test_a_superuser_resets_the_second_factor_of_a_colleague_but_not_their_own() -> None:
    olga, _ = set_up("olga")
    root, _ = set_up("root")
    users = [str(user.pk) for user in User.objects.filter(username__in=("olga", "root"))]
    form = {"action": "reset_second_factor", "_selected_action": users}
    page = root.post("/admin/auth/user/", form, follow=True).content.decode()
    assert "olga sets up a new second factor at the next log-in." in page
    assert "Another superuser has to reset your own." in page
    assert (is_in(olga), is_in(root)) == (False, True)
    assert "qr-code" in give_password(Client(), "olga").content.decode()
    [entry] = AuditEntry.objects.filter(action="second factor reset")
    assert (entry.operator, entry.details) == ("root", {"account": "olga"})


def test_only_superusers_may_reset_it() -> None:
    users = Permission.objects.filter(content_type__model="user")
    User.objects.get(username="otto").user_permissions.set(users)
    otto, _ = set_up("otto")
    set_up("olga")
    form = {"action": "reset_second_factor", "_selected_action": [User.objects.get(username="olga").pk]}
    assert otto.get("/admin/auth/user/").status_code == 200
    otto.post("/admin/auth/user/", form)
    assert TOTPDevice.objects.filter(user__username="olga").exists()


def test_a_command_resets_it_for_the_last_superuser() -> None:
    root, _ = set_up("root")
    call_command("reset_second_factor", "root")
    assert not is_in(root)
    assert actions()[-1] == ("(command line)", "second factor reset")
    with pytest.raises(CommandError, match="There is no account 'nobody'"):
        call_command("reset_second_factor", "nobody")


def test_the_set_up_and_the_sign_in_are_in_the_audit_log() -> None:
    set_up()
    assert actions() == [("olga", "second factor set up"), ("olga", "signed in")]
    assert AuditEntry.objects.last().details == {"address": "127.0.0.1", "second_factor": "app"}  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/admin/otp_totp/totpdevice/", "/admin/otp_static/staticdevice/"])
def test_no_page_shows_the_secrets_of_others(path: str) -> None:
    root, _ = set_up("root")
    assert root.get(path).status_code == 404


@pytest.mark.parametrize(
    ("environment", "required"),
    [
        ({"PUBLIC_URL": "https://pr.example.org"}, True),
        ({"PUBLIC_URL": "https://pr.example.org", "DEBUG": "on", "MAKE_RUN": "on"}, True),
        ({"PUBLIC_URL": "http://127.0.0.1:8000", "DEBUG": "on"}, False),
        ({"PUBLIC_URL": "http://127.0.0.1:8000", "DEBUG": "on", "OPERATOR_TWO_FACTOR": "on"}, True),
    ],
)
def test_it_is_required_wherever_others_can_knock(environment: dict[str, Any], required: bool) -> None:
    assert settings_of(["OPERATOR_TWO_FACTOR"], **environment) == {"OPERATOR_TWO_FACTOR": required}


def test_it_may_be_switched_off(settings: Settings) -> None:
    settings.OPERATOR_TWO_FACTOR = False
    client = Client()
    assert client.post(FIRST, {"username": "olga", "password": PASSWORD})["Location"] == "/admin/"
    assert is_in(client)
