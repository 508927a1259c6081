"""What a Content-Type header says about a form. Python's codecs are more than charsets: beware."""

import codecs
import re
from functools import lru_cache

from django.utils.http import parse_header_parameters

_NOT_ASCII = re.compile(rb"[\x80-\xff]|%[89A-Fa-f]")


def is_form(content_type: str) -> bool:
    """Return True if a body of this type is a form."""
    return _media_type_and_charset(content_type)[0] == "application/x-www-form-urlencoded"


def reads_as_utf_8(body: bytes, content_type: str) -> bool:
    """Return True if the form `body` is UTF-8, or ASCII under the name of a charset that contains ASCII."""
    charset = _media_type_and_charset(content_type)[1]
    return charset == "utf-8" or (charset in ("ascii", "iso8859-1") and not _NOT_ASCII.search(body))


@lru_cache(maxsize=64)
def _media_type_and_charset(content_type: str) -> tuple[str, str]:
    """Return the media type, and Python's name of the charset ("" if it is unknown)."""
    media_type, parameters = parse_header_parameters(content_type)
    try:
        return media_type, codecs.lookup(parameters.get("charset") or "utf-8").name
    except (LookupError, ValueError):
        return media_type, ""
