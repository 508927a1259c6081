"""Nothing is stored that the registry does not name, and nothing is shown that it forbids."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, Model

import sessions_app.admin  # noqa: F401 - registers the lists
import whatspr.settings
from sessions_app.console.read_only import ReadOnlyAdmin
from sessions_app.data_registry import (
    FILES,
    IDLE_CONVERSATIONS,
    TABLES,
    TRANSCRIPTS,
    Erasure,
    Shown,
    Whose,
)
from sessions_app.housekeeping import schedules
from sessions_app.phones import PHONE_MAX_LENGTH
from tests.support import clocks
from tests.support.clocks import NOW
from tests.support.data_page import page

clock = pytest.fixture(clocks.standing)

ALL_MODELS: list[type[Model]] = [*apps.get_models(), MigrationRecorder.Migration]
MODELS = {model._meta.label: model for model in ALL_MODELS if not model._meta.proxy}
HOLDS_NO_TEXT = {
    *(
        "AutoField",
        "BigAutoField",
        "ForeignKey",
        "OneToOneField",
        "UUIDField",
        "DateTimeField",
        "BooleanField",
    ),
    *("IntegerField", "BigIntegerField"),
    *("SmallIntegerField", "PositiveSmallIntegerField", "PositiveIntegerField", "PositiveBigIntegerField"),
}
OUR_LISTS = [one for one in admin.site._registry.values() if isinstance(one, ReadOnlyAdmin)]


def fields(label: str) -> "list[Field[Any, Any]]":
    return list(MODELS[label]._meta.local_fields)


def test_every_table_has_an_entry_and_every_entry_a_table() -> None:
    assert TABLES.keys() == MODELS.keys()


@pytest.mark.parametrize("label", MODELS)
def test_every_field_that_can_hold_a_text_is_named(label: str) -> None:
    texts = {
        one.name for one in fields(label) if one.get_internal_type() not in HOLDS_NO_TEXT and not one.choices
    }
    assert TABLES[label].texts.keys() == texts


@pytest.mark.parametrize("label", MODELS)
def test_a_phone_is_named_phone_or_address_and_only_shown_as_a_pseudonym(label: str) -> None:
    phones = {one.name for one in fields(label) if getattr(one, "max_length", None) == PHONE_MAX_LENGTH}
    masked = {text for text, shown in TABLES[label].texts.items() if shown is Shown.MASKED}
    assert phones == masked <= {"phone", "address"}


@pytest.mark.parametrize("name", [*TABLES, *FILES])
def test_erasure_does_something_with_all_that_is_of_users_and_with_nothing_else(name: str) -> None:
    data = {**TABLES, **FILES}[name]
    assert (data.whose in (Whose.USERS, Whose.BOTH)) is (data.erasure is not Erasure.NOTHING)


def test_each_table_whose_rows_erasure_removes_says_whose_a_row_is() -> None:
    removed = (Erasure.DELETE, Erasure.EMPTY, Erasure.TWILIO)
    named = {label for label, data in TABLES.items() if data.erasure in removed}
    # Of a recording nothing but its own message says whose it is.
    assert named - {label for label, data in TABLES.items() if data.person} == {"sessions_app.MediaDeletion"}
    for label in named - {"sessions_app.MediaDeletion"}:
        for lookup in TABLES[label].person:
            MODELS[label]._base_manager.filter(**{lookup: ""})  # there is such a lookup


@pytest.mark.parametrize("one", OUR_LISTS, ids=str)
def test_no_list_or_page_of_the_console_shows_what_may_not_be_shown(one: ReadOnlyAdmin) -> None:
    texts = TABLES[one.model._meta.label].texts
    hidden = {text for text, shown in texts.items() if shown in (Shown.MASKED, Shown.NEVER)}
    assert not hidden & {*one.list_display, *(one.fields or ()), *one.sortable_by}


def test_every_setting_that_names_a_file_has_an_entry() -> None:
    places = {name for name, value in vars(whatspr.settings).items() if isinstance(value, Path)}
    assert places - {"BASE_DIR", "STATIC_ROOT"} <= FILES.keys()


@pytest.mark.parametrize("name", [*TABLES, *FILES])
def test_every_period_is_carried_out_by_a_job(name: str) -> None:
    periods = [kept for kept in {**TABLES, **FILES}[name].kept if kept.setting or kept.period or kept.job]
    jobs = {kept.job or f"prune_{name}" for kept in periods}
    assert jobs <= schedules.JOBS.keys()


@pytest.mark.usefixtures("clock")
def test_a_period_is_what_the_setting_says_now_in_its_own_unit(settings: Any) -> None:
    settings.TRANSCRIPT_RETENTION_DAYS = 30
    settings.SESSION_TTL_SECONDS = 90
    assert TRANSCRIPTS.cutoff() == NOW - timedelta(days=30)
    assert IDLE_CONVERSATIONS.cutoff() == NOW - timedelta(hours=1, seconds=90)


def test_the_page_says_what_the_registry_says() -> None:
    assert Path(settings.BASE_DIR, "docs/data.md").read_text() == page()
