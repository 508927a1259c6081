"""HTML: a page of its own, with what search engines read of it (schema.org's NewsArticle as JSON-LD).

https://schema.org/NewsArticle. When it was published is not said: nobody knows that at the approval.
"""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from assistant.documents.bidi import isolated
from assistant.documents.contact import contact_of
from assistant.documents.printed import Block, PrintedRelease
from assistant.parts import PartName

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="author" content="{company}">
<style>
body {{ margin: 2rem auto; max-width: 42rem; padding: 0 1rem; font: 1rem/1.5 "Noto Sans", Arial, sans-serif;
  overflow-wrap: anywhere; }}
h1 {{ line-height: 1.2; }}
h2 {{ font-size: 1rem; margin-bottom: 0; }}
h2 + p {{ margin-top: 0; }}
.release_line {{ font-weight: bold; }}
.subhead {{ font-size: 1.2rem; }}
.end_mark {{ text-align: center; }}
</style>
<script type="application/ld+json">{data}</script>
</head>
<body>
<article>
{paragraphs}
</article>
</body>
</html>
"""
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""No text can end the script, or begin a comment in it."""


def render(release: PrintedRelease) -> bytes:
    data = json.dumps(_news_article(release), ensure_ascii=False, indent=1)
    return _PAGE.format(
        language=release.language,
        direction="rtl" if release.is_right_to_left else "ltr",
        title=escape(release.title),
        company=escape(release.company),
        data=data.translate(_IN_SCRIPT),
        paragraphs="\n".join(line for block in release.blocks for line in _paragraph(block, release)),
    ).encode()


def _paragraph(block: Block, release: PrintedRelease) -> Iterator[str]:
    if block.heading:
        yield f"<h2>{_escaped(block.heading, release)}</h2>"
    if block.name == PartName.HEADLINE:
        yield f"<h1>{_escaped(block.text, release)}</h1>"
    else:
        yield f'<p class="{block.name}">{_escaped(block.text, release)}</p>'


def _escaped(text: str, release: PrintedRelease) -> str:
    return escape(isolated(text, release)).replace("\n", "<br>\n")


def _news_article(release: PrintedRelease) -> dict[str, Any]:
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "identifier": release.uri,
        "version": str(release.version),
        "headline": release.title,
        "alternativeHeadline": release.text_of(PartName.SUBHEAD),
        "dateline": release.dateline,
        "inLanguage": release.language,
        "dateCreated": release.approved_at.isoformat(),
        "contentLocation": {"@type": "Place", "name": release.city} if release.city else None,
        "author": _organization(release),
        "articleBody": release.body,
        "digitalSourceType": "https://schema.org/CompositeSyntheticDigitalSource"
        if release.is_by_model
        else None,
    }
    return {key: value for key, value in article.items() if value}


def _organization(release: PrintedRelease) -> dict[str, Any] | None:
    contact = contact_of(release.contact)
    point = {
        "@type": "ContactPoint",
        "contactType": "media",
        "name": contact.name,
        "email": list(contact.emails),
        "telephone": list(contact.phones),
    }
    organization = {
        "@type": "Organization",
        "name": release.company,
        "contactPoint": {key: value for key, value in point.items() if value} if release.contact else None,
    }
    return {key: value for key, value in organization.items() if value} if release.company else None
