"""Messages in transcripts look as on WhatsApp, with links; nothing else of them is HTML."""

import re
import time

import pytest
from django.test import Client

from sessions_app.console.formatted import formatted
from tests.support import console_pages
from tests.support.console_pages import SESSIONS, html
from tests.support.factories import InboundFactory, OutboundFactory, SessionFactory

operator = pytest.fixture(console_pages.operator)

LINK = '<a href="{0}" target="_blank" rel="noopener noreferrer nofollow">{0}</a>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*a* _b_ ~c~ ```d *e*```", "<strong>a</strong> <em>b</em> <s>c</s> <code>d *e*</code>"),
        ("*_~x~_*", "<strong><em><s>x</s></em></strong>"),
        ("*two words*, (_more_)!", "<strong>two words</strong>, (<em>more</em>)!"),
        ("```two\nlines```", "<code>two\nlines</code>"),
        (
            "\u05e9\u05dc\u05d5\u05dd *\u05e2\u05d5\u05dc\u05dd*",
            "\u05e9\u05dc\u05d5\u05dd <strong>\u05e2\u05d5\u05dc\u05dd</strong>",
        ),
    ],
)
def test_the_four_formats_are_shown(text: str, shown: str) -> None:
    assert formatted(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2*3*4",
            "snake_case_name",
            "* a*",
            "*a *",
            "*a\nb*",
            "*a",
            "a*",
            "*a*b",
            "a*b*",
            "***",
            "* *",
            "``````",
        ),
        *("~", "_", "", "\u05d0*\u05d1*", "\u202e*a", "*\n*", "~ ~ ~"),
    ],
)
def test_what_whatsapp_does_not_format_stays_as_it_was_written(text: str) -> None:
    assert formatted(text) == text


@pytest.mark.parametrize(
    ("text", "link", "after"),
    [
        ("https://x.example/a_b_c.", "https://x.example/a_b_c", "."),
        ("http://x.example/(a).", "http://x.example/(a)", "."),
        ("HTTPS://X.EXAMPLE/)),", "HTTPS://X.EXAMPLE/", ")),"),
        ("https://x.example/\u2069\u202e", "https://x.example/", "\u2069\u202e"),
        (
            "https://\u05d3\u05d5\u05d2\u05de\u05d4.example",
            "https://\u05d3\u05d5\u05d2\u05de\u05d4.example",
            "",
        ),
    ],
)
def test_an_address_is_a_link_without_what_ends_its_sentence(text: str, link: str, after: str) -> None:
    assert formatted(text) == LINK.format(link) + after


def test_an_address_within_a_format_is_a_link_too() -> None:
    assert (
        formatted("*see https://x.example/*") == f"<strong>see {LINK.format('https://x.example/')}</strong>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//x.example",
        "www.x.example",
        "https://",
        "ftp://x.example",
    ],
)
def test_nothing_but_http_becomes_a_link(text: str) -> None:
    assert formatted(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "*<img src=x onerror=alert(1)>*",
        "```</code><script>```",
        """https://x.example/"onmouseover="alert(1)""",
        "https://x.example/'onmouseover='alert(1)",
        "https://x.example/<script>",
        "_~*<b>*~_ &lt;b&gt;",
        "{{ status.user }}{% debug %}<",
    ],
)
def test_no_text_brings_markup_of_its_own(text: str) -> None:
    shown = formatted(text)
    link = LINK.partition(">")[0].replace("{0}", '[^"<>]*')
    ours = f"</?(?:strong|em|s|code|a)>|{link}>"
    assert not re.search("[<>\"']", re.sub(ours, "", shown))


@pytest.mark.parametrize(
    "piece",
    ["*", "_a ", "```", "``` ", "*_~", "*_~a", "https://", "https://a(", "https://a)", "*a~b_c ", "* a"],
)
def test_the_longest_message_is_shown_at_once_whatever_is_in_it(piece: str) -> None:
    began = time.process_time()
    formatted((piece * 4096)[:4096])
    formatted("*_~```https://a" + (piece * 4096)[:4096])
    assert time.process_time() - began < 1


@pytest.mark.django_db
def test_a_page_shows_formats_links_and_quotes_and_a_file_has_the_text_as_written(operator: Client) -> None:
    session = SessionFactory.create()
    heard = OutboundFactory.create(phone=session.phone, body="*Ready* at https://x.example/.", sid="SM1")
    InboundFactory.create(phone=session.phone, body="_yes_", details={"quoted_sid": heard.sid})
    page = html(operator, session)
    assert page.count(f"<strong>Ready</strong> at {LINK.format('https://x.example/')}.") == 2
    assert "<em>yes</em>" in page
    file = operator.get(f"{SESSIONS}{session.pk}/export/csv/").content.decode()
    assert "*Ready* at https://x.example/." in file
    assert "<strong>" not in file
