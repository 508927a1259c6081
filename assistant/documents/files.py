"""What a document is called as a file."""

import re
from unicodedata import normalize

from assistant.models import Fact, ReleaseDocument

LONGEST_NAME = 20
"""Characters, as WhatsApp shows them: https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages"""
ANY_COMPANY = "press-release"
"""In place of a company's name that is not in Latin letters."""
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""No file can be called so on Windows."""
CONTENT_TYPES = {
    ReleaseDocument.Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ReleaseDocument.Format.PDF: "application/pdf",
    ReleaseDocument.Format.TEXT: "text/plain; charset=utf-8",
    ReleaseDocument.Format.HTML: "text/html; charset=utf-8",
    ReleaseDocument.Format.NINJS: "application/json",
}


def content_type(document: ReleaseDocument) -> str:
    return CONTENT_TYPES[ReleaseDocument.Format(document.format)]


def file_name(document: ReleaseDocument) -> str:
    """Return the company's name in small ASCII letters with the format behind it: "kelp-co.docx"."""
    facts = Fact.objects.filter(pk__in=document.version.facts, key="company_name")
    company = facts.values_list("value", flat=True).order_by("-pk").first() or ""
    ending = f".{document.format}"
    stem = _ascii(company)[: LONGEST_NAME - len(ending)].strip("-")
    return f"{ANY_COMPANY if not stem or _DEVICE.fullmatch(stem) else stem}{ending}"


def _ascii(name: str) -> str:
    letters = normalize("NFKD", name.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", letters)).strip("-")
