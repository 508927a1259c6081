"""Requests as no browser and no Twilio sends them, each from its number: the same number gives the same one.

Most posts to the webhooks have a valid signature, so that they get past the first door.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, quote_plus, unquote, urlencode

from multidict import MultiDict
from twilio.request_validator import RequestValidator

from tests.fakes.twilio_inbound import inbound_params
from tests.support.odd_words import (
    CODECS,
    ENDS,
    FILES,
    HEADERS,
    METHODS,
    NAMES,
    ODD,
    PAGES,
    PATHS,
    RAW,
    TRANSFER,
    TYPES,
    WEBHOOKS,
)

Pairs = list[tuple[str, str]]
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class OddRequest:
    """`target` is as it stands in the request line: path and query, in bytes."""

    method: str
    target: bytes
    headers: Headers
    body: bytes
    pieces: int
    """In how many the body comes."""

    def chunks(self) -> list[bytes]:
        size = len(self.body) // self.pieces + 1
        return [self.body[start : start + size] for start in range(0, len(self.body) or 1, size)]

    def scope(self) -> dict[str, Any]:
        """Return it as an ASGI server hands it over."""
        path, _, query = self.target.partition(b"?")
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": self.method,
            "scheme": "http",
            "path": unquote(path.decode("latin-1"), errors="replace"),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": self.headers,
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 8000),
        }


class OddRequests:
    """Makes them: `public_url` and `token` sign, and `cookies` are those of signed-in operators."""

    def __init__(self, *, seed: int, public_url: str, token: str, cookies: Sequence[str] = ()) -> None:
        self._seed, self._public_url, self._cookies = seed, public_url, cookies
        self._validator = RequestValidator(token)

    def make(self, number: int) -> OddRequest:
        luck = random.Random(f"{self._seed} {number}")
        return self._to_webhook(luck, number) if luck.random() < 0.6 else self._to_page(luck)

    def _to_webhook(self, luck: random.Random, number: int) -> OddRequest:
        target = luck.choice(WEBHOOKS).encode() + (_query(luck) if luck.random() < 0.4 else b"")
        pairs = _form(luck, number)
        content_type, body = _body(luck, pairs)
        headers: Headers = [(b"content-type", content_type), (b"content-length", b"%d" % len(body))]
        if luck.random() < 0.85:
            url = self._public_url + target.decode("latin-1")
            signature = self._validator.compute_signature(url, MultiDict(pairs))
            headers.append((b"x-twilio-signature", signature.encode()))
        method = "POST" if luck.random() < 0.9 else luck.choice(METHODS)
        return _with_odd_headers(luck, OddRequest(method, target, headers, body, luck.choice([1, 1, 2, 5])))

    def _to_page(self, luck: random.Random) -> OddRequest:
        signed_in = bool(self._cookies) and luck.random() < 0.5
        path = luck.choice(PAGES if signed_in and luck.random() < 0.7 else PATHS).encode()
        target = path + (_query(luck) if luck.random() < 0.7 else b"")
        content_type, body = _body(luck, [_pair(luck) for _ in range(luck.randrange(5))])
        headers: Headers = [(b"content-type", content_type), (b"content-length", b"%d" % len(body))]
        if signed_in:
            headers.append((b"cookie", luck.choice(self._cookies).encode()))
        method = luck.choice(["GET", "GET", "POST", luck.choice(METHODS)])
        return _with_odd_headers(luck, OddRequest(method, target, headers, body, luck.choice([1, 1, 2])))


def _pair(luck: random.Random) -> tuple[str, str]:
    name = luck.choice(NAMES) if luck.random() < 0.8 else luck.choice(ODD)
    return name, luck.choice(ODD) if luck.random() < 0.8 else luck.choice(ODD) * 3


def _query(luck: random.Random) -> bytes:
    kind = luck.random()
    if kind < 0.1:
        return b"?" + b"&".join(b"a%d=1" % n for n in range(luck.choice([99, 1001, 5000])))
    if kind < 0.35:
        return b"?" + b"&".join(luck.choice(NAMES).encode() + b"=" + luck.choice(RAW) for _ in range(3))
    if kind < 0.4:
        return b"?" + luck.choice(RAW) + b"?" + luck.choice(RAW)
    pairs = (_pair(luck) for _ in range(luck.randrange(4)))
    return ("?" + "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)).encode()


def _form(luck: random.Random, number: int) -> Pairs:
    """Return a webhook's parameters: mostly whole, with odd values, some left out, doubled or added."""
    params = inbound_params(f"+1415{luck.randrange(10**7):07}", luck.choice(ODD), f"SM{number:032x}")
    params |= {"MessageStatus": luck.choice(["sent", "read", *ODD[:20]]), "ErrorCode": luck.choice(ODD)}
    pairs = list(params.items())
    for _ in range(luck.choice([0, 0, 1, 2, 5])):
        place = luck.randrange(len(pairs))
        change = luck.randrange(3)
        if change == 0:
            pairs[place] = (pairs[place][0], luck.choice(ODD))
        elif change == 1:
            pairs.insert(place, _pair(luck))
        else:
            del pairs[place]
    return pairs + [(f"More{n}", "") for n in range(luck.choice([0] * 30 + [900, 1100, 4000]))]


def _body(luck: random.Random, pairs: Pairs) -> tuple[bytes, bytes]:
    """Return a content type and a body, which mostly fit."""
    form = urlencode(pairs, quote_via=luck.choice([quote, quote_plus])).encode()
    kind = luck.random()
    if kind < 0.4:
        return b"application/x-www-form-urlencoded; charset=UTF-8", form
    if kind < 0.7:
        return _charset(luck, "application/x-www-form-urlencoded"), form
    if kind < 0.85:
        return _charset(luck, "multipart/form-data; boundary=x"), _multipart(luck, pairs)
    odd = luck.choice(
        [
            form,
            luck.choice(RAW),
            b"",
            luck.randbytes(luck.randrange(200)),
            b"a" * luck.choice([70_000, 300_000]),
        ]
    )
    return luck.choice(TYPES).encode("latin-1"), odd


def _charset(luck: random.Random, content_type: str) -> bytes:
    quotes = luck.choice(["", '"'])
    return f"{content_type}; charset={quotes}{luck.choice(CODECS)}{quotes}".encode("latin-1", "replace")


def _multipart(luck: random.Random, pairs: Pairs) -> bytes:
    parts = [_part(luck, name, value) for name, value in pairs[: luck.choice([1, 5, 40])]]
    return b"".join(parts) + luck.choice(ENDS)


def _part(luck: random.Random, name: str, value: str) -> bytes:
    odd_name = luck.choice([name, name, "", "\0", "%00"])
    lines = [f'Content-Disposition: form-data; name="{odd_name}"{luck.choice(FILES)}']
    if luck.random() < 0.5:
        lines.append(f"Content-Type: text/plain; charset={luck.choice(CODECS)}")
    if luck.random() < 0.3:
        lines.append(f"Content-Transfer-Encoding: {luck.choice(TRANSFER)}")
    between = b"\n\n" if luck.random() < 0.1 else b"\r\n\r\n"
    return b"--x\r\n" + "\r\n".join(lines).encode() + between + value.encode() + b"\r\n"


def _with_odd_headers(luck: random.Random, request: OddRequest) -> OddRequest:
    """Add some headers, in place of those of the same name or beside them."""
    headers = [(b"host", b"127.0.0.1"), *request.headers]
    for _ in range(luck.choice([0, 0, 1, 1, 2, 4])):
        name = luck.choice(list(HEADERS))
        value = luck.choice(HEADERS[name]).encode("latin-1")
        if luck.random() < 0.5:
            headers = [header for header in headers if header[0] != name.encode()]
        headers.append((name.encode(), value))
    return replace(request, headers=headers)
