"""How a phone appears in logs and lists: recognisable, not readable."""

import hashlib
import hmac
import re

import pytest
from django.conf import settings as current_settings
from pytest_django import Settings

from sessions_app.privacy import hashes, masked_path, pseudonym

PHONE = "+14155550001"
PHONES = [PHONE, "+4915112345678", "US.13491208655302741918", "US.ENT." + "9" * 124]


@pytest.mark.parametrize("phone", PHONES)
def test_a_pseudonym_is_ten_hex_digits_and_the_last_four_characters(phone: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{10}…" + re.escape(phone[-4:]), pseudonym(phone))


@pytest.mark.parametrize("phone", PHONES)
def test_a_pseudonym_shows_nothing_else_of_the_phone(phone: str) -> None:
    assert phone[:-4] not in pseudonym(phone)
    assert phone[-5:] not in pseudonym(phone)


def test_the_same_phone_always_has_the_same_pseudonym() -> None:
    assert pseudonym(PHONE) == pseudonym(PHONE)


def test_phones_with_the_same_end_have_different_pseudonyms() -> None:
    assert len({pseudonym(f"+1415{n:03d}0001") for n in range(1000)}) == 1000


def test_a_pseudonym_depends_on_the_secret_key(settings: Settings) -> None:
    before = pseudonym(PHONE)
    settings.SECRET_KEY = "another-secret-key-0123456789-0123456789-0123456789"
    assert pseudonym(PHONE) != before


def test_a_pseudonym_depends_on_the_first_key_of_its_own_where_there_is_one(settings: Settings) -> None:
    settings.PSEUDONYM_KEY = "n" * 32
    new = pseudonym(PHONE)
    settings.PSEUDONYM_KEY = f"{'n' * 32},{'o' * 32}"
    settings.SECRET_KEY = "another-secret-key-0123456789-0123456789-0123456789"
    assert pseudonym(PHONE) == new
    assert hashes(PHONE)[0].startswith(new[:10])


def test_without_the_key_nobody_can_try_numbers_against_a_pseudonym() -> None:
    assert not hashlib.sha256(PHONE.encode()).hexdigest().startswith(pseudonym(PHONE)[:10])
    keyed = hmac.digest(current_settings.SECRET_KEY.encode(), PHONE.encode(), "sha256")
    assert keyed.hex().startswith(pseudonym(PHONE)[:10])


@pytest.mark.parametrize("phone", ["", "1", "\ud800", "+1415\udfff0001", "\0", "+" + "9" * 10_000])
def test_any_text_has_a_pseudonym(phone: str) -> None:
    assert "…" in pseudonym(phone)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/health/sessions/details", "/health/sessions/details"),
        (
            "/admin/sessions_app/conversationsession/12/change/",
            "/admin/sessions_app/conversationsession/…/change/",
        ),
        ("/webhooks/twilio/inbuond", "/webhooks/twilio/inbuond"),
        ("/documents/65d1.1xX.Mlm/acme.docx", "/documents/…/…"),
        (f"/{PHONE}/Our News", "/…/…"),
        ("/" + "x" * 500, "/" + "x" * 199),
    ],
)
def test_a_path_is_shown_without_ids_tokens_and_names_of_files(path: str, shown: str) -> None:
    assert masked_path(path) == shown
