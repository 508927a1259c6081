"""Transcripts as files."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from sessions_app.console.sessions.export import MAX_SESSIONS
from sessions_app.models import ConversationSession
from sessions_app.privacy import pseudonym
from tests.support.console_pages import SESSIONS, address, client_of, deeds, said
from tests.support.factories import EndedSessionFactory, InboundFactory, OutboundFactory, SessionFactory

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 11, 22, 14, 5, 7, 250_000, tzinfo=UTC)


def talk(**more: Any) -> ConversationSession:
    session = SessionFactory.create()
    media = [{"url": "https://api.twilio.com/x", "content_type": "audio/ogg"}]
    message = {"body": "Hello", "received_at": MOMENT, "media": media, "state": "answered", **more}
    InboundFactory.create(phone=session.phone, **message)
    OutboundFactory.create(
        phone=session.phone,
        body="Hi, Olga here",
        author="operator",
        operator="olga",
        created_at=timezone.now(),
        state="failed",
        error_code="63016",
    )
    return session


def export(session: ConversationSession, name: str) -> Any:
    return client_of("Operators").get(f"{SESSIONS}{session.pk}/export/{name}/", follow=True)


def rows(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def export_chosen(sessions: list[ConversationSession], name: str = "") -> Any:
    form = {"action": "export_sessions", "_selected_action": [str(session.pk) for session in sessions]}
    return client_of("Operators").post(SESSIONS, {**form, **({"format": name} if name else {})}, follow=True)


def test_json_holds_what_was_said_and_what_became_of_it() -> None:
    session = talk()
    [exported] = json.loads(export(session, "json").content)["sessions"]
    assert exported["user"] == pseudonym(session.phone)
    assert exported["messages"][0] == {
        "at": "2026-11-22T14:05:07.250000Z",
        "who": "user",
        "operator": "",
        "text": "Hello",
        "media": ["voice note (audio/ogg)"],
        "state": "answered",
        "error": "",
        "part": 1,
        "parts": 1,
        "quote": "",
        "tapped": False,
    }
    assert exported["messages"][1]["operator"] == "olga"
    assert exported["messages"][1]["error"] == "outside WhatsApp's 24-hour window (63016)"


def test_csv_has_a_row_for_each_message() -> None:
    user, operator = rows(export(talk(body="Grüße\n„Ada“, CEO"), "csv"))
    assert (user["text"], user["media"]) == ("Grüße\n„Ada“, CEO", "voice note (audio/ogg)")
    assert (operator["who"], operator["operator"], operator["state"]) == ("operator", "olga", "failed")


@pytest.mark.parametrize("text", ["=1+1", "+49 1", "-1", "@SUM(A1)", "  =1", "＝1"])
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    assert rows(export(talk(body=text), "csv"))[0]["text"] == f"'{text}"


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("a;=1", "a;'=1"),
        ("\t=1", "'\t'=1"),
        ("\n=1", "'\n'=1"),
        ("a\t+1", "a\t'+1"),
        ("a\n-1\r\n@x", "a\n'-1\r\n'@x"),
        ("a; \xa0=1", "a;' \xa0=1"),
        ("a;;\n＝1", "a;;\n'＝1"),
        ("a\u2028=1", "a\u2028'=1"),
        ("1 = 1; a - b, a@b", "1 = 1; a - b, a@b"),
    ],
)
def test_what_a_program_may_take_for_another_cell_is_no_formula_either(text: str, harmless: str) -> None:
    assert rows(export(talk(body=text), "csv"))[0]["text"] == harmless


def test_all_cells_of_a_csv_are_quoted() -> None:
    session = talk(body='A "word"')
    lines = export(session, "csv").content.decode("utf-8-sig").splitlines()
    assert all(re.fullmatch(r'"([^"]|"")*"(,"([^"]|"")*")*', line) for line in lines)
    assert f'"{session.pk}"' in lines[1]


def test_markdown_formats_nothing_of_what_was_said() -> None:
    body = "# Not a heading\n```\n![](https://tracker.example/x.png)"
    document = export(talk(body=body), "markdown").content.decode()
    assert f"````text\n{body}\n````" in document
    assert "## 2026-11-22T14:05:07.250000Z · user (answered, voice note (audio/ogg))" in document
    assert "· operator olga (failed, outside WhatsApp's 24-hour window (63016))" in document


@pytest.mark.parametrize("name", ["json", "csv", "markdown"])
def test_an_export_never_names_the_number(name: str) -> None:
    session = talk()
    response = export(session, name)
    assert session.phone not in response.content.decode()
    assert session.phone[1:] not in response["Content-Disposition"]


@pytest.mark.parametrize(("name", "ending"), [("json", "json"), ("csv", "csv"), ("markdown", "md")])
def test_the_file_is_named_after_the_pseudonym_and_the_day(name: str, ending: str) -> None:
    session = talk()
    whose = pseudonym(session.phone).replace("…", "-")
    day = timezone.now().strftime("%Y-%m-%d")
    assert (
        export(session, name)["Content-Disposition"]
        == f'attachment; filename="session-{whose}-{day}.{ending}"'
    )


def test_an_export_is_in_the_audit_log() -> None:
    session = talk()
    export(session, "csv")
    entry = deeds().get()
    assert (entry.operator, entry.action, entry.session_id) == ("olga", "export", session.pk)
    assert entry.details == {"format": "csv"}


def test_an_empty_session_gives_a_message_instead_of_a_file() -> None:
    session = SessionFactory.create()
    EndedSessionFactory.create(phone=session.phone)
    InboundFactory.create(phone=session.phone, received_at=MOMENT)
    response = export(session, "json")
    assert said(response) == ["There are no messages to export yet."]
    assert response.redirect_chain == [(f"{SESSIONS}{session.pk}/change/", 302), (address(session), 302)]
    assert not deeds().exists()


def test_a_session_that_is_gone_gives_a_message() -> None:
    session = talk()
    ConversationSession.objects.all().delete()
    assert said(export(session, "json")) == ["This session has ended: there is nothing to export."]


def test_an_unknown_format_is_not_found() -> None:
    assert export(talk(), "exe").status_code == 404


def test_a_viewer_exports_nothing() -> None:
    session = talk()
    assert client_of("Viewers", name="vera").get(f"{SESSIONS}{session.pk}/export/json/").status_code == 403
    form = {"action": "export_sessions", "_selected_action": [session.pk], "format": "json"}
    client_of("Viewers", name="vera").post(SESSIONS, form)
    assert not deeds().exists()


def test_several_sessions_go_into_one_file_once_the_format_is_chosen() -> None:
    sessions = [talk(), talk(), SessionFactory.create()]
    asked = export_chosen(sessions)
    assert "3 sessions will go into one file" in asked.content.decode()
    assert not deeds().exists()
    response = export_chosen(sessions, "json")
    assert [len(one["messages"]) for one in json.loads(response.content)["sessions"]] == [2, 2, 0]
    assert "sessions-3-" in response["Content-Disposition"]
    assert deeds().filter(action="export").count() == 3


def test_chosen_sessions_that_are_all_empty_give_a_message() -> None:
    response = export_chosen([SessionFactory.create(), SessionFactory.create()], "csv")
    assert said(response) == ["There are no messages to export yet."]


def test_too_many_sessions_give_a_message() -> None:
    sessions = [SessionFactory.create() for _ in range(MAX_SESSIONS + 1)]
    response = export_chosen(sessions, "csv")
    assert said(response) == [f"At most {MAX_SESSIONS} sessions go into one file. Choose fewer."]
