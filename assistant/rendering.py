"""The document: a press release in the customary order, plain text with WhatsApp's *bold*."""

import re
from collections.abc import Mapping

from django.utils import timezone
from django.utils.dateformat import format as format_date

from assistant.whatsapp_text import BOLD, literal, styled

_ARTICLE = re.compile(r"^(?:an?|the|our|its)\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"[.!?:\n]|^(?:i|i'd|we|we'd|we're|it)\b", re.IGNORECASE)
_NOUN_PHRASE_LENGTH = 60


def render(fields: Mapping[str, str]) -> str:
    """Return the press release of `fields`, dated today; the part of an absent field is left out."""
    company = fields.get("company_name", "").strip()
    date = format_date(timezone.localdate(), "F j, Y")
    parts = [
        "FOR IMMEDIATE RELEASE",
        _bold(fields.get("headline", "")),
        f"{date} – {_lead(company, fields.get('announcement_type', ''))}",
        fields.get("key_facts", "").strip(),
        fields.get("quotes", "").strip(),
        _section(f"About {company}", fields.get("boilerplate", "")),
        _section("Media contact", fields.get("media_contact", "")),
        "###",
    ]
    return "\n\n".join(part for part in parts if part)


def _lead(company: str, announcement: str) -> str:
    """Return a sentence that says who announces what; an answer that is not a noun phrase stays unchanged."""
    announcement = announcement.strip().rstrip(".")
    if not announcement:
        return f"{company} today made an announcement."
    if len(announcement) > _NOUN_PHRASE_LENGTH or _CLAUSE.search(announcement):
        return f"{company} today announced: {announcement}."
    phrase = _ARTICLE.sub("", announcement)
    if phrase[1:2].islower():  # "Funding round", but not "IPO"
        phrase = phrase[0].lower() + phrase[1:]
    return f"{company} today announced its {phrase}."


def _bold(text: str) -> str:
    """Return `text` in WhatsApp's bold, without blank lines and asterisks of its own around a line."""
    lines = (line.strip(" \t*") for line in text.splitlines())
    return "\n".join(styled(literal(line), BOLD) for line in lines if line)


def _section(title: str, text: str) -> str:
    return f"{_bold(title)}\n{text.strip()}" if text.strip() else ""
