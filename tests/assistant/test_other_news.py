"""News of any other kind: what, when and where in one sentence if they fit, in two if not."""

import pytest

from tests.assistant.releases import body_of, write

NEWS = [
    (
        "Acme opens a shop",
        "on May 14, 2027",
        "Milan",
        "Acme today announced that it opens a shop on May 14, 2027, in Milan.",
    ),
    (
        "Acme opens a shop",
        "2027-02-14",
        "Via Dante 7",
        "Acme today announced that it opens a shop on Feb. 14, 2027, at Via Dante 7.",
    ),
    (
        "Acme opens a shop in Milan",
        "on May 14",
        "in Milan, Italy",
        "Acme today announced that it opens a shop in Milan. It takes place on May 14 in Milan, Italy.",
    ),
    (
        "Acme opened a shop in May",
        "May 2026",
        "",
        "Acme today announced that it opened a shop in May. It took place in May 2026.",
    ),
    ("Acme opened a shop in May", "in May", "", "Acme today announced that it opened a shop in May."),
    (
        "A shop opens in Milan",
        "in June",
        "",
        "Acme today announced that a shop opens in Milan. It takes place in June.",
    ),
    ("Milan gets a shop", "", "", "Acme today announced: Milan gets a shop."),
    ("We will open a shop", "Today", "Online", "Acme today announced that it will open a shop today online."),
    ("We’re opening our shop", "", "", "Acme today announced that it is opening its shop."),
    ("We sell wine", "", "", "Acme today announced that it sells wine."),
    ("We taste wine", "", "", "Acme today announced: “We taste wine.”"),
    ("Acme moves to Lyon", "in May", "Lyon", "Acme today announced that it moves to Lyon in May."),
    ("", "in May", "Lyon", "Acme has news. It takes place in May in Lyon."),
    ("We opened a shop", "on May 1", "", "Acme today announced that it opened a shop on May 1."),
    ("Acme and Beta merge", "", "", "Acme and Beta merge."),
    ("Acme opens a shop", "It happens in June", "", "Acme today announced that it opens a shop in June."),
]


@pytest.mark.parametrize(("news", "when", "where", "body"), NEWS)
def test_other_news_is_told_with_its_time_and_place(news: str, when: str, where: str, body: str) -> None:
    assert body_of(announcement_type="other", news=news, when=when, where=where) == body


def test_a_company_may_leave_its_legal_form_out() -> None:
    text = write(
        {"company_name": "Acme S.p.A.", "announcement_type": "other", "news": "Acme opens"}, immediate=True
    )

    assert "Acme S.p.A. today announced that it opens." in text
