"""`make_content`: each message with buttons is made once at Twilio, in each language."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from sessions_app.health import warnings
from sessions_app.models import ContentTemplate
from sessions_app.turns import menus
from sessions_app.turns.canned_replies import WELCOME
from tests.fakes.faults import Fault
from tests.fakes.twilio_server import FakeTwilio
from tests.support.languages import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)

EACH = 8
CONTENT = "/v1/Content"


def run(capsys: Any, *options: str) -> list[str]:
    """Return the lines that the command prints."""
    capsys.readouterr()
    call_command("make_content", *options)
    lines: list[str] = capsys.readouterr().out.splitlines()
    return lines


def refused(reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("make_content")


def sids() -> set[str]:
    return set(ContentTemplate.objects.values_list("sid", flat=True))


# --- What is made ----------------------------------------------------------------------------------------


def test_each_list_is_made_in_each_language_and_recorded(fake_twilio: FakeTwilio, capsys: Any) -> None:
    lines = run(capsys)
    assert len(lines) == len(fake_twilio.contents) == EACH * len(LANGUAGES)
    assert sids() == set(fake_twilio.contents)
    assert lines[0].startswith("welcome (en): made, HX")


def test_a_second_run_makes_nothing(fake_twilio: FakeTwilio, capsys: Any) -> None:
    run(capsys)
    before = sids()
    lines = run(capsys)
    assert all(": kept, " in line for line in lines)
    assert (sids(), len(fake_twilio.contents)) == (before, len(before))


def test_a_dry_run_makes_and_records_nothing(fake_twilio: FakeTwilio, capsys: Any) -> None:
    lines = run(capsys, "--dry-run")
    assert lines[0] == "welcome (en): would be made"
    assert (len(fake_twilio.contents), ContentTemplate.objects.count()) == (0, 0)


def test_a_crash_between_making_and_recording_makes_none_twice(fake_twilio: FakeTwilio, capsys: Any) -> None:
    run(capsys)
    ContentTemplate.objects.filter(name="version").update(sid="", digest="", body="")
    lines = run(capsys)
    assert sum("found at Twilio" in line for line in lines) == len(LANGUAGES)
    assert sids() == set(fake_twilio.contents)


def test_an_answer_that_is_lost_makes_none_twice(fake_twilio: FakeTwilio, capsys: Any) -> None:
    fake_twilio.fail_next(Fault("reset_after"), path=CONTENT, method="POST")
    refused("nothing is made twice")
    run(capsys)
    assert len(fake_twilio.contents) == EACH * len(LANGUAGES)


def test_texts_of_a_new_release_get_a_new_one(fake_twilio: FakeTwilio, capsys: Any) -> None:
    run(capsys)
    name = next(name for name, content in fake_twilio.contents.items() if content.body == WELCOME)
    fake_twilio.contents[name].friendly_name = "whatspr_welcome_en_of_the_release_before"
    run(capsys)
    row = ContentTemplate.objects.get(name="welcome", language="en")
    assert (row.sid != name, name in fake_twilio.contents) == (True, True)


def test_a_template_that_was_deleted_at_twilio_is_made_again(fake_twilio: FakeTwilio, capsys: Any) -> None:
    run(capsys)
    fake_twilio.contents.clear()
    run(capsys)
    assert sids() == set(fake_twilio.contents)


def test_many_templates_of_others_are_read_to_their_end(fake_twilio: FakeTwilio, capsys: Any) -> None:
    run(capsys)
    ours = list(fake_twilio.contents.items())
    for number in range(1000):
        fake_twilio.contents[f"HX{number:032x}"] = ours[0][1].__class__(
            f"HX{number:032x}", "", f"other {number}", "en", {}, ours[0][1].types
        )
    for sid, content in ours:  # to the end of the list
        del fake_twilio.contents[sid]
        fake_twilio.contents[sid] = content
    assert all(": kept, " in line for line in run(capsys))


# --- Two at once, and what goes wrong ----------------------------------------------------------------------


def test_of_two_runs_at_once_one_gives_way(fake_twilio: FakeTwilio) -> None:
    outcomes: list[str] = []

    def one() -> None:
        try:
            call_command("make_content", verbosity=0)
            outcomes.append("made")
        except CommandError as error:
            outcomes.append(str(error)[:20])
        finally:
            connection.close()

    both = [Thread(target=one) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert set(outcomes) <= {"made", "Another make_content"}
    assert len(fake_twilio.contents) == EACH * len(LANGUAGES)


def test_a_run_that_was_killed_is_taken_for_dead_after_ten_minutes(
    fake_twilio: FakeTwilio, capsys: Any
) -> None:
    run(capsys)
    ContentTemplate.objects.update(claimed_at=timezone.now() - timedelta(minutes=9))
    refused("Another make_content is running")
    ContentTemplate.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))
    run(capsys)


@pytest.mark.parametrize("name", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"])
def test_without_credentials_it_says_what_to_set(settings: Settings, name: str) -> None:
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC" + "1" * 32, "x"
    setattr(settings, name, "")
    refused("Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN")


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Fault.http(401, 20003), "Twilio refuses the account .error 20003.: check TWILIO_ACCOUNT_SID"),
        (Fault.http(400, 20001), "Twilio refuses the content .error 20001."),
        (Fault.http(503), "Twilio did not answer .* Run it again"),
        (Fault.http(429), "Twilio did not answer .* Run it again"),
    ],
)
def test_a_refusal_is_one_sentence_and_can_be_repeated(
    fake_twilio: FakeTwilio, capsys: Any, fault: Fault, says: str
) -> None:
    fake_twilio.fail_next(fault, path=CONTENT, method="POST")
    refused(says)
    assert len(run(capsys)) == EACH * len(LANGUAGES)


@pytest.mark.parametrize("fault", [Fault.http(401, 20003), Fault.http(503), Fault("reset_before")])
def test_a_list_that_fails_is_one_sentence_too(fake_twilio: FakeTwilio, fault: Fault) -> None:
    fake_twilio.fail_next(fault, times=2, path=CONTENT, method="GET")  # aiohttp asks again after a reset
    refused("Twilio (refuses the account|did not answer)")
    assert not fake_twilio.contents


# --- What they say ----------------------------------------------------------------------------------------


def all_titles() -> Iterator[tuple[str, list[str]]]:
    for menu in menus.all_menus():
        yield f"{menu.name} {menu.language}", menus.titles(menu.labels)


def test_no_title_is_cut_off() -> None:
    assert [(name, title) for name, said in all_titles() for title in said if title.endswith("…")] == []


def test_health_says_that_buttons_are_refused() -> None:
    assert not [one for one in warnings.warnings() if "buttons" in one]
    now = timezone.now()
    ContentTemplate.objects.create(name="version", language="en", refused_at=now, refused_code="21655")
    [said] = [one for one in warnings.warnings() if "buttons" in one]
    assert "(error 21655)" in said
    assert said.endswith("run manage.py make_content.")
