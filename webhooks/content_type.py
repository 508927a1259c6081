"""What a Content-Type header says about a form.

Django's parser takes quadratic time, and Python's codecs keep each charset that they do not know.
"""

import re

_CHARSET = re.compile(r';\s*charset\*?\s*=\s*"?([^";\s]*)', re.IGNORECASE)
_UTF_8 = ("", "utf-8", "utf8")
_CONTAIN_ASCII = ("us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1")
_NOT_ASCII = re.compile(rb"[\x80-\xff]|%[89A-Fa-f]")


def media_type(content_type: str) -> str:
    """Return the media type without parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def is_form(content_type: str) -> bool:
    """Return True if a body of this type is a form."""
    return media_type(content_type) == "application/x-www-form-urlencoded"


def reads_as_utf_8(body: bytes, content_type: str) -> bool:
    """Return True if the form `body` is UTF-8, or ASCII under the name of a charset that contains ASCII."""
    named = _CHARSET.search(content_type)
    charset = named[1].lower() if named else ""
    return charset in _UTF_8 or (charset in _CONTAIN_ASCII and not _NOT_ASCII.search(body))
