"""HTML with NewsArticle, and ninjs: what machines read, and nothing that is not known."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from assistant.documents import html, ninjs
from assistant.documents.printed import PrintedRelease, printed
from assistant.models import ReleaseVersion
from tests.assistant.documents.conftest import Approve
from tests.assistant.documents.releases import PLAIN

Author = ReleaseVersion.Author


def item_of(release: PrintedRelease) -> Any:
    return json.loads(ninjs.render(release))


def article_of(release: PrintedRelease) -> Any:
    page = html.render(release).decode()
    return json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[0])


def test_ninjs_says_what_it_is_and_where_it_is_from(approve: Approve) -> None:
    item = item_of(printed(approve()))
    assert item["standard"]["version"] == "3.1"
    assert item["uri"].startswith("urn:uuid:")
    assert (item["version"], item["language"], item["located"]) == ("1", "en", "Turin, Italy")
    assert item["versionCreated"] == "2027-02-01T09:30:00+00:00"
    assert [one["role"] for one in item["headlines"]] == ["main", "subhead"]
    assert [one["value"] for one in item["infoSources"][0]["contactInfo"]] == [
        "lea@acme.example",
        "+39 011 555 0123",
    ]


def test_the_body_has_no_headline_and_counts_its_words(approve: Approve) -> None:
    release = printed(approve())
    (body,) = item_of(release)["bodies"]
    assert body["value"].startswith("TURIN, Italy, Feb. 9, 2027 – Acme")
    assert (body["charCount"], body["wordCount"]) == (len(body["value"]), len(body["value"].split()))
    assert article_of(release)["articleBody"] == body["value"]


def test_an_embargo_ends_when_the_day_begins_where_the_user_is(approve: Approve) -> None:
    assert item_of(printed(approve()))["embargoedUntil"] == "2027-02-09T00:00:00-08:00"


def test_what_may_be_published_at_once_has_no_embargo(approve: Approve) -> None:
    release = printed(approve(release_date="2027-02-01"))
    assert "embargoedUntil" not in item_of(release)
    assert release.text.startswith("FOR IMMEDIATE RELEASE")


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ([Author.TEMPLATE], "digitalCreation"),
        ([Author.OPERATOR], "digitalCreation"),
        ([Author.MODEL], "compositeSynthetic"),
        ([Author.MODEL, Author.OPERATOR], "compositeSynthetic"),
    ],
)
def test_a_text_that_a_model_had_a_part_in_says_so(
    approve: Approve, authors: list[Author], expected: str
) -> None:
    version = approve()
    for number, author in enumerate(authors, start=1):
        version.pk, version.number, version.author = (version.pk if number == 1 else None), number, author
        version.save()
    release = printed(version)
    assert item_of(release)["digitalSourceType"]["uri"].endswith(f"/{expected}")
    assert ("digitalSourceType" in article_of(release)) == (expected == "compositeSynthetic")


def test_the_versions_of_a_release_share_its_uri(approve: Approve) -> None:
    version = approve()
    first = item_of(printed(version))
    version.number = 2
    second = item_of(printed(version))
    assert first["uri"] == second["uri"]
    assert (first["version"], second["version"]) == ("1", "2")


def test_a_news_article_names_the_company_and_its_contact(approve: Approve) -> None:
    article = article_of(printed(approve("de")))
    assert (article["@type"], article["inLanguage"]) == ("NewsArticle", "de")
    assert article["author"]["contactPoint"] == {
        "@type": "ContactPoint",
        "contactType": "media",
        "name": "Lea Brandt",
        "email": ["lea@acme.example"],
        "telephone": ["+39 011 555 0123"],
    }
    assert "datePublished" not in article


def test_the_page_tells_its_language_and_direction(approve: Approve) -> None:
    assert '<html lang="he" dir="rtl">' in html.render(printed(approve("he"))).decode()
    assert '<html lang="es" dir="ltr">' in html.render(printed(approve("es"))).decode()


def test_what_is_not_known_is_left_out() -> None:
    release = replace(PLAIN, company="", contact="", city="", dateline="")
    item, article = item_of(release), article_of(release)
    assert not {"located", "infoSources", "edNote", "embargoedUntil"} & item.keys()
    assert not {"author", "dateline", "contentLocation", "alternativeHeadline"} & article.keys()
