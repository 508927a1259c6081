"""Guessing passwords locks log-ins for a while, for the guesser and without hashing; it is logged."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any, ClassVar

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from sessions_app.console.log_in_form import LOCKED
from sessions_app.models import AuditEntry
from sessions_app.operators import log_in
from tests.support import clocks
from tests.support.console_pages import PASSWORD, make_staff

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
IN, WRONG, REFUSED = 302, 200, 429

clock = pytest.fixture(clocks.standing)
Clock = time_machine.Traveller


class CountingHasher(MD5PasswordHasher):
    """Counts the passwords, which wait for each other where there is a barrier."""

    hashed: ClassVar[list[str]] = []
    barrier: ClassVar[Barrier | None] = None

    def encode(self, password: str, salt: str, *args: Any) -> str:
        self.hashed.append(password)
        if self.barrier:
            self.barrier.wait(20)
        encoded: str = super().encode(password, salt, *args)
        return encoded


@pytest.fixture(autouse=True)
def staff(settings: Settings) -> Iterator[None]:
    make_staff()
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.hashed.clear()
    yield
    CountingHasher.barrier = None


def attempt(name: str = "olga", password: str = "a guess", *, at: str = HERE, **more: str) -> Any:
    form = {"username": name, "password": password}
    return Client().post("/admin/login/", form, REMOTE_ADDR=at, **more)  # type: ignore[arg-type]


def statuses(count: int, name: str = "olga", **more: str) -> list[int]:
    return [attempt(name, **more).status_code for _ in range(count)]


def right(name: str = "olga", **more: str) -> int:
    status: int = attempt(name, PASSWORD, **more).status_code
    return status


def guess_other_names(count: int, *, at: str = HERE) -> None:
    for number in range(count):
        attempt(f"name{number}", at=at)


def test_the_fifth_wrong_password_locks_and_the_right_one_is_refused_without_a_hash() -> None:
    assert statuses(5) == [WRONG] * 4 + [REFUSED]
    hashed = len(CountingHasher.hashed)
    page = attempt(password=PASSWORD)
    assert page.status_code == REFUSED
    assert LOCKED in page.content.decode()
    assert 'id="login-form"' in page.content.decode()
    assert len(CountingHasher.hashed) == hashed == 5


def test_a_lock_ends_a_quarter_of_an_hour_after_the_last_counted_attempt_whatever_is_tried(
    clock: Clock,
) -> None:
    statuses(5)
    for _ in range(15):
        clock.shift(MINUTE)
        assert right() == REFUSED
    clock.shift(SECOND)
    assert right() == IN


def test_wrong_passwords_older_than_that_are_not_counted(clock: Clock) -> None:
    statuses(4)
    clock.shift(15 * MINUTE + SECOND)
    assert statuses(4) == [WRONG] * 4
    assert right() == IN


def test_guesses_from_elsewhere_lock_no_account_here() -> None:
    assert statuses(6, at=ELSEWHERE)[-1] == REFUSED
    assert right() == IN


def test_guesses_at_many_names_lock_the_address() -> None:
    guess_other_names(20)
    assert right() == REFUSED
    assert right(at=ELSEWHERE) == IN


def test_an_operator_who_has_signed_in_here_before_is_not_locked_by_guesses_at_other_accounts() -> None:
    assert right("olga") == IN
    guess_other_names(20)
    assert right("otto") == REFUSED
    assert right("olga") == IN
    assert statuses(5, "olga")[-1] == REFUSED


def test_signing_in_forgets_the_wrong_passwords_of_this_account_only() -> None:
    statuses(4)
    guess_other_names(16)
    assert right("otto") == REFUSED
    AccessLog.objects.create(username="olga", ip_address=HERE)
    assert right("olga") == IN
    assert set(AccessAttempt.objects.values_list("failures_since_start", flat=True)) == {1}
    assert statuses(4) == [WRONG] * 4
    assert right("otto") == REFUSED


def test_addresses_of_one_ipv6_network_are_one() -> None:
    for number in range(5):
        attempt(at=f"2001:db8:1:2::{number}")
    assert right(at="2001:db8:1:2:ffff::1") == REFUSED
    assert right(at="2001:db8:1:3::1") == IN


@pytest.mark.parametrize(
    "name", ["", "a\0b", "x" * 100_000, "Ölgä 👩", b"\xff\xed\xa0\x80", "' OR 1=1 --", "OLGA"]
)
def test_odd_names_are_refused_like_any_wrong_one(name: Any) -> None:
    assert statuses(5, name)[0] == WRONG
    assert right("olga") == IN


def test_a_form_without_a_name_or_a_password_is_refused() -> None:
    for form in ({}, {"username": "olga"}, {"password": "a guess"}):
        assert Client().post("/admin/login/", form).status_code == WRONG
    assert not AccessAttempt.objects.exists()


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, str]]:
    events = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    return [(one["event"], one["account"], one["address"]) for one in events if "account" in one]


def test_each_attempt_leaves_one_line_in_the_log_and_those_counted_one_in_the_audit_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    statuses(7)
    counted = [("log_in_failed", "olga", HERE)] * 4 + [("log_in_locked", "olga", HERE)]
    assert lines(caplog) == [*counted, *[("log_in_refused", "olga", HERE)] * 2]
    entries = AuditEntry.objects.order_by("pk").values_list("action", "operator", "details")
    details = {"address": HERE, "wrong": "password"}
    failed = ("log-in failed", "olga", details)
    assert list(entries) == [failed] * 4 + [("log-in locked", "olga", details)]


def test_no_password_is_logged_even_in_the_field_of_the_name_and_no_form_is_stored(
    caplog: pytest.LogCaptureFixture,
) -> None:
    attempt("olga", "my secret")
    attempt("my secret", "my secret")
    assert "my secret" not in caplog.text
    assert [one[1] for one in lines(caplog)] == ["olga", "(no such account)"]
    assert list(AuditEntry.objects.order_by("pk").values_list("operator", flat=True)) == [
        *("olga", "(no such account)")
    ]
    texts = AccessAttempt.objects.values_list(
        "user_agent", "http_accept", "path_info", "get_data", "post_data"
    )
    assert {text for row in texts for text in row} == {""}


def test_a_day_adds_at_most_so_many_entries_to_the_audit_log(clock: Clock) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(operator="olga", action="log-in failed") for _ in range(log_in.MOST_AUDITED)
    )
    attempt()
    assert AuditEntry.objects.count() == log_in.MOST_AUDITED
    clock.shift(timedelta(days=1))
    attempt()
    assert AuditEntry.objects.count() == log_in.MOST_AUDITED + 1


@pytest.mark.parametrize(
    ("command", "unlocked"),
    [
        (["axes_reset"], [IN, IN]),
        (["axes_reset_username", "olga"], [IN, REFUSED]),
        (["axes_reset_ip", HERE], [IN, IN]),
        (["axes_reset_ip", ELSEWHERE], [REFUSED, REFUSED]),
    ],
)
def test_a_command_unlocks(command: list[str], unlocked: list[int]) -> None:
    statuses(5, "olga")
    statuses(5, "otto")
    call_command(*command)
    assert AuditEntry.objects.filter(operator="(command line)", action="log-ins unlocked").count() == 1
    assert [right("olga"), right("otto")] == unlocked


def test_log_ins_without_a_request_go_on_working() -> None:
    assert not Client().login(username="olga", password="a guess")
    assert Client().login(username="olga", password=PASSWORD)
    assert not AccessAttempt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_once_only_five_are_hashed() -> None:
    def guess(number: int) -> int:
        try:
            return statuses(1)[0]
        finally:
            connection.close()

    CountingHasher.barrier = Barrier(5)  # none of the five fails before the others are let through
    with ThreadPoolExecutor(24) as clients:
        answers = list(clients.map(guess, range(24)))
    assert set(answers) <= {WRONG, REFUSED}
    assert answers.count(REFUSED) >= 19
    assert len(CountingHasher.hashed) == AccessAttempt.objects.get().failures_since_start == 5


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, HERE),
        (0, "203.0.113.9", HERE),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "192.0.2.1, 203.0.113.9", "203.0.113.9"),
        (2, "192.0.2.1, 203.0.113.9,10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", HERE),
        (1, None, HERE),
        (1, "", HERE),
        (1, "203.0.113.9, ", HERE),
        (1, "203.0.113.9, unknown", HERE),
        (1, "1" * 8000, HERE),
        (1, "203.0.113.9:51234", "203.0.113.9"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "[2001:db8:1:2::1]:443", "2001:db8:1:2::"),
        (1, "fe80::1%eth0", "fe80::"),
    ],
)
def test_the_address_is_the_one_that_the_outermost_trusted_proxy_saw(
    settings: Settings, proxies: int, forwarded: str | None, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = HERE
    if forwarded is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    assert log_in.client_address(request) == address


@pytest.mark.parametrize("address", ["", "unix:", "[", "::1::", "localhost"])
def test_clients_without_an_address_are_counted_together(address: str) -> None:
    assert statuses(6, at=address)[-1] == REFUSED
    assert AccessAttempt.objects.get().ip_address == log_in.NO_ADDRESS


def test_clients_behind_a_trusted_proxy_are_told_apart(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    assert statuses(6, HTTP_X_FORWARDED_FOR=f"{HERE}, {ELSEWHERE}")[-1] == REFUSED
    assert right(HTTP_X_FORWARDED_FOR=ELSEWHERE) == REFUSED
    assert right(HTTP_X_FORWARDED_FOR=HERE) == IN
