"""The words of odd requests (odd_requests.py): addresses, names, values, headers."""

import encodings.aliases
from collections.abc import Sequence

from django.conf import settings

SESSION = settings.SESSION_COOKIE_NAME

# fmt: off
CODECS = [
    *sorted({*encodings.aliases.aliases, *encodings.aliases.aliases.values()}),
    *("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem", "charmap"),
    *(
        "utf-8",
        "UTF-8",
        "utf8",
        "utf_8_sig",
        "utf-16",
        "utf-7",
        "latin-1",
        "",
        "\0",
        "x" * 300,
        "a\xe9",
        "none",
    ),
]
"""Python's own, text or not (rot13, zlib, hex, bz2, uu, quopri), and some that it does not have."""
ODD = [
    *(
        "",
        " ",
        "\0",
        "a\0b",
        "\x01",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ufffe",
        "\U0010ffff",
        "é",
        "e\u0301",
    ),
    *(
        "👩‍👩‍👧",
        "%",
        "%%",
        "%zz",
        "%00",
        "%u0041",
        "+",
        "&",
        "=",
        ";",
        "#",
        "?",
        "/",
        "//",
        "..",
        "\\",
        "'",
        '"',
        "<b>",
    ),
    *("{{x}}", "None", "null", "true", "-1", "0", "1e999", "9" * 400, "NaN", "1,2", "[]", "\r\n", "a" * 5000),
    *("0001-01-01", "9999-12-31", "2026-02-30", "whatsapp:", "whatsapp:+", "whatsapp:+" + "1" * 40, "\u0661"),
]
RAW = [
    *(b"%", b"%0", b"%zz", b"%00", b"%ff%fe", b"%c0%af", b"%ed%a0%80", b"%f4%90%80%80", b"%e2%82", b"%u0041"),
    *(
        b"\xff",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\x00",
        b"&&&",
        b"=",
        b"a=b=c",
        b";",
        b"+",
        b"a" * 3000,
        b"%25" * 200,
    ),
]
METHODS = [
    "GET",
    "POST",
    "HEAD",
    "OPTIONS",
    "PUT",
    "DELETE",
    "PATCH",
    "TRACE",
    "PROPFIND",
    "get",
    "X" * 40,
    "A-B",
]
STATUS = "/webhooks/twilio/status/7f0c0ffe-0000-4000-8000-00000000000{}"
WEBHOOKS = ["/webhooks/twilio/inbound", STATUS.format(1), STATUS.format(2)]
PATHS = [
    *("/", "/health/live", "/health/ready", "/health/sessions", "/health/sessions/details", "/metrics"),
    *(
        "/health/sessions/cleanup",
        "/api/schema",
        "/api/docs",
        "/simulator/",
        "/simulator/sign",
        "/simulator/messages",
    ),
    *(
        "/admin/",
        "/admin/login/",
        "/admin/login/code/",
        "/admin/logout/",
        "/admin/jsi18n/",
        "/admin/password_change/",
        "/admin/search/",
    ),
    *("/admin/autocomplete/", "/admin/r/1/1/", "/admin/sessions_app/", "/admin/no/such/"),
    *(
        "/static/",
        "/static/admin/css/base.css",
        "/static/%2e%2e/settings.py",
        "/static/no.css",
        "/favicon.ico",
    ),
    *(
        "/nothing",
        "/webhooks/",
        "/webhooks/twilio/",
        "/webhooks/twilio/status/x",
        "/health/",
        "//",
        "/%00",
        "/é",
    ),
]
LISTS = [
    *("sessions_app/conversationsession", "sessions_app/inboundmessage", "sessions_app/outboundmessage"),
    *(
        "sessions_app/remotethread",
        "sessions_app/auditentry",
        "assistant/pressrelease",
        "auth/user",
        "auth/group",
    ),
]
PAGES = [
    f"/admin/{name}/{rest}" for name in LISTS for rest in ("", "add/", "1/change/", "x/change/", "1/history/")
]
NAMES = [
    *(
        "q",
        "p",
        "o",
        "e",
        "page",
        "all",
        "_popup",
        "_to_field",
        "next",
        "id",
        "id__exact",
        "id__in",
        "phone",
        "state",
    ),
    *(
        "created_at__gte",
        "created_at__range",
        "phone__regex",
        "user__password",
        "format",
        "lang",
        "limit",
        "since",
    ),
    *(
        "app_label",
        "model_name",
        "field_name",
        "term",
        "action",
        "_selected_action",
        "select_across",
        "index",
    ),
    *("Body", "From", "To", "MessageSid", "NumMedia", "MediaUrl0", "Latitude", "MessageStatus", "ErrorCode"),
    *("username", "password", "csrfmiddlewaretoken", "ad\xe9", "", "a[]", "a.b", "x" * 500),
]
TYPES = [
    *(
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "text/plain",
    ),
    *(
        "application/json",
        "application/xml",
        "",
        "*/*",
        ";",
        "application/octet-stream",
        "/",
        "a/b/c",
        "multipart/mixed",
    ),
    *("multipart/form-data; boundary=" + "x" * 200, "multipart/form-data; boundary=\xe9", "APPLICATION/JSON"),
]
HEADERS: dict[str, Sequence[str]] = {
    "host": [
        "",
        "a",
        "evil.example.org",
        "127.0.0.1:99999",
        "[::1]",
        "[",
        "a b",
        "\xe9",
        "localhost:",
        "x" * 300,
        "a,b",
    ],
    "content-length": ["", "-1", "0", "abc", "1e3", "99999999999999999999", "+5", "5, 5", "\xb2", "0x10"],
    "transfer-encoding": ["chunked", "gzip, chunked", "identity", "x"],
    "expect": ["100-continue", "x"],
    "cookie": [
        *(
            f"{SESSION}=",
            f"{SESSION}=abc",
            f"{SESSION}=" + "a" * 40,
            f"{settings.CSRF_COOKIE_NAME}=x",
            "a",
            "=",
            ";;;",
            "a=b; a=c",
            "\xe9=\xe9",
        ),
        *(
            f"{SESSION}=\x01",
            'a="\\303\\251"',
            "messages=x",
            "; ".join(f"c{n}={n}" for n in range(500)),
            "x=" + "y" * 9000,
        ),
        *("messages=" + "a" * 30 + ":x:y", "$Version=1", "a=\\", f"{SESSION}=%00", "unfold=\\u0000"),
    ],
    "authorization": [
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer x y",
        "Bearer \xe9",
        "Basic",
        "Basic !!",
        "\xff",
        "x" * 3000,
    ],
    "x-twilio-signature": ["", "x", "\xe9", "=" * 28, "a" * 28, "\x01"],
    "x-forwarded-for": ["", "1.2.3.4", "a, b", "\xe9", ", ".join(["1.1.1.1"] * 200), "[::1", "127.0.0.1"],
    "x-forwarded-proto": ["https", "http", "", "https,http", "\xe9"],
    "x-forwarded-host": ["evil.example.org", "", "\xe9"],
    "x-forwarded-port": ["0", "x", "99999"],
    "x-forwarded-prefix": ["/x"],
    "accept": [
        "",
        "*/*",
        "application/json",
        "a",
        "text/html;q=x",
        "/" * 20,
        "*/*;version=1;q=" + "9" * 99,
        "\xe9",
        "a/b;" * 99,
    ],
    "accept-language": ["", "de", "x" * 600, "*", "en;q=2", "\xe9", "a-" * 200],
    "accept-encoding": ["", "gzip", "br;q=0", "\xe9", "identity;q=0"],
    "if-modified-since": ["x", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 99 Foo 99999 99:99:99 GMT", "\xe9"],
    "if-none-match": ["*", '"x"', "x,,", "\xe9"],
    "range": [
        "bytes=0-",
        "bytes=-1",
        "bytes=5-1",
        "bytes=x-y",
        "bytes=0-1,2-3",
        "\xe9",
        "bytes=" + "9" * 50 + "-",
    ],
    "referer": ["", "x", "https://[", "http://\xe9", "https://pr.example.org/"],
    "origin": ["null", "", "https://[", "http://\xe9"],
    "x-csrftoken": ["", "x" * 64, "\xe9"],
    "x-requested-with": ["XMLHttpRequest"],
    "user-agent": ["", "\xe9", "x" * 3000],
    "content-encoding": ["gzip", "x"],
    "content-disposition": ["attachment; filename=\xe9"],
    "x-http-method-override": ["PUT", "\xe9"],
    "proxy": ["http://evil.example.org"],
    "a_b": ["x"],
    "upgrade": ["websocket", "h2c"],
    "connection": ["close", "upgrade", "content-length"],
}


ENDS = [b"--x--\r\n", b"--x--", b"--x", b"", b"--y--\r\n", b"\r\n--x--\r\n--x\r\n"]
"""Of a multipart body."""
FILES = [
    *("", '; filename="a"', "; filename*=utf-8''%ff", "; filename*=zlib''x", "; filename=\0", "; filename"),
]
TRANSFER = ["base64", "quoted-printable", "x", "rot13"]
