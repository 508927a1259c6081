"""The model's Markdown in WhatsApp's spelling, and WhatsApp's bold around the words of users."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from assistant.openai.markdown import to_whatsapp
from tests.assistant.releases import write

MARKDOWN = [
    # Formats
    ("**b**", "*b*"),
    ("__b__", "*b*"),
    ("a **b** c, **d**.", "a *b* c, *d*."),
    ("*i* and _i_", "_i_ and _i_"),
    ("***both***", "_*both*_"),
    ("**b _i_ ~~s~~**", "*b _i_ ~s~*"),
    ("~~gone~~", "~gone~"),
    ("**bold __in__ bold**", "*bold in bold*"),
    ("**two\nlines**", "*two*\n*lines*"),
    # Headings
    ("# Title", "*Title*"),
    ("### **Title** with _more_ ###", "*Title with _more_*"),
    ("Intro\n## A title\nText", "Intro\n*A title*\nText"),
    ("#hashtag and # alone", "#hashtag and # alone"),
    ("###", "###"),
    ("Text\n---\nText", "Text\n---\nText"),
    ("Title\n=====\nText", "*Title*\nText"),
    (
        "A **title** of E*TRADE\r\n===\r\n\r\n> Next\n> ===\n> _q_",
        "*A title of E∗TRADE*\r\n\r\n> *Next*\n> _q_",
    ),
    ("=====\nText\n\n=====", "=====\nText\n\n====="),
    # Links
    ("[Acme](https://acme.com/a_b)", "Acme (https://acme.com/a_b)"),
    ("[https://acme.com](https://acme.com)", "https://acme.com"),
    ("[acme.com](https://acme.com/)", "https://acme.com/"),
    ("[https://acme.com/](https://acme.com)", "https://acme.com"),
    ("[http://acme.com](https://acme.com/)", "https://acme.com/"),
    ("[acme.com/](https://acme.com)", "https://acme.com"),
    ("[acme.com](https://acme.com/press)", "acme.com (https://acme.com/press)"),
    ("<https://acme.com/ä?b=%20>", "https://acme.com/ä?b=%20"),
    ("[a@b.com](mailto:a@b.com)", "a@b.com"),
    ("[**Acme**](https://acme.com)", "*Acme* (https://acme.com)"),
    ("**[Acme](https://acme.com)**", "*Acme (https://acme.com)*"),
    ("![Logo](https://acme.com/l.png)", "Logo (https://acme.com/l.png)"),
    ("[a] (b) [c]: d", "[a] (b) [c]: d"),
    # Code
    ("`**a**` **b**", "`**a**` *b*"),
    ("`` `a` `` **b**", "`` `a` `` *b*"),
    ("`a\nb` **c**", "`a\nb` *c*"),
    ("```py\n# **a**\n```\n**b**", "```py\n# **a**\n```\n*b*"),
    ("an unclosed ` and **b**", "an unclosed ` and *b*"),
    ("**a `x**y` b**", "*a `x**y` b*"),
    # Lines, lists and quotes
    ("1. **A**: x\n2. B\n   - c\n   * **d**\n\n\n10) e", "1. *A*: x\n2. B\n   - c\n   * *d*\n\n\n10) e"),
    ("- # T\n> **q**\n> r", "- *T*\n> *q*\n> r"),
    ("      **deep**  \nlines", "      *deep*  \nlines"),
    ("a\r\n**b**\r\n", "a\r\n*b*\r\n"),
    # No Markdown
    ("snake_case, 5*3 and 4*2, 2**3**4", "snake_case, 5*3 and 4*2, 2**3**4"),
    ("2 * 3 * 4, ~5 to ~6, _x", "2 * 3 * 4, ~5 to ~6, _x"),
    ("AT&amp;T <b>& Co</b>", "AT&amp;T <b>& Co</b>"),
    # Scripts without spaces
    ("これは**重要**です", "これは*重要*です"),
    ("**「重要」**です。", "*「重要」*です。"),
    ("**مهم** جدا", "*مهم* جدا"),
    # Characters of users
    ("**E*TRADE**", "*E∗TRADE*"),
    ("**M*A*S*H** is out", "*M∗A∗S∗H* is out"),
    ("**Acme *Corp** is *nice", "*Acme ∗Corp* is ∗nice"),
    ("**NSYNC***", "*NSYNC∗*"),
    ("***NSYNC**", "∗*NSYNC*"),
    ("**5 * 3**", "*5 ∗ 3*"),
    ("**a _b** c_", "*a ˍb* cˍ"),
    ("**~50 people**", "*∼50 people*"),
    ("# A *new* E*TRADE", "*A _new_ E∗TRADE*"),
    ("*Acme and **b**", "∗Acme and *b*"),
    (r"**Acme\*Corp\***", "*Acme∗Corp∗*"),
    (r"\*not italic\*", "∗not italic∗"),
    (r"john\_doe@acme.com", "john_doe@acme.com"),
    ("**_x@acme.com, www.acme.com/_x_**", "*_x@acme.com, www.acme.com/_x_*"),
]


@pytest.mark.parametrize(("markdown", "whatsapp"), MARKDOWN)
def test_markdown_becomes_whatsapps_formatting(markdown: str, whatsapp: str) -> None:
    assert to_whatsapp(markdown) == whatsapp


@settings(deadline=None)
@given(some.text(some.characters(exclude_characters="*_~`#[]<>\\!=")))
def test_a_text_without_markdown_stays_as_it_is(text: str) -> None:
    assert to_whatsapp(text) == text


@settings(deadline=None)
@given(some.text(some.sampled_from("ab1 *_~`#>-.()[]\\!\n\té。🚀\u00a0\r")))
def test_no_word_is_lost_or_moved(text: str) -> None:
    assert re.findall(r"[ab1é。🚀]", to_whatsapp(text)) == re.findall(r"[ab1é。🚀]", text)


@settings(deadline=None)
@given(some.text(some.sampled_from("aé1 .,*_~'-&")))
def test_no_name_breaks_the_bold_around_it(name: str) -> None:
    told = {"company_name": name, "headline": f"a{name}b", "boilerplate": "x"}
    document = write(told, immediate=True)
    title = next(line for line in document.split("\n") if "About" in line)

    for line in (document.split("\n")[2], title):
        assert line[0] == line[-1] == "*"
        assert "*" not in line[1:-1]
        assert not re.search(r"(?<![a-z0-9é])[_~]|[_~](?![a-z0-9é])", line[1:-1])


@pytest.mark.parametrize(
    "piece", ["**a ", "*a ", "`a", "[a", "> ", "**`", "~~a", "**a** ", "![[a](", "**[a](**", "a@"]
)
def test_a_long_text_of_anything_takes_no_time(piece: str) -> None:
    assert "a" in to_whatsapp("a" + piece * 2_000)
