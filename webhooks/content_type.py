"""What a Content-Type header says about a body, without Django's parser, which strangers can keep busy."""

import re

_CHARSET = re.compile(r';\s*charset\*?\s*=\s*"?([^";\s]*)', re.IGNORECASE)
_UTF_8 = ("", "utf-8", "utf8")
_CONTAIN_ASCII = ("us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1")
_NOT_ASCII = re.compile(rb"[\x80-\xff]|%[89A-Fa-f]")


MAX_LENGTH = 256


def is_form(content_type: str) -> bool:
    """Return True if a body of this type is a form."""
    return content_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"


def is_safe_to_parse(content_type: str) -> bool:
    """Return True if Django may parse it.

    Its parser takes quadratic time and joins the parts of RFC 2231 (`charset*0=`). It looks charsets up, and
    Python keeps each name that it does not know.
    """
    return len(content_type) <= MAX_LENGTH and "*" not in content_type and reads_as_utf_8(b"", content_type)


def reads_as_utf_8(body: bytes, content_type: str) -> bool:
    """Return True if the form `body` is UTF-8, or ASCII under the name of a charset that contains ASCII."""
    named = _CHARSET.search(content_type)
    charset = named[1].lower() if named else ""
    return charset in _UTF_8 or (charset in _CONTAIN_ASCII and not _NOT_ASCII.search(body))
