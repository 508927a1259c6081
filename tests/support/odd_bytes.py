"""What is not HTTP, or nearly: bytes for a server's socket, each from its number."""

import random
import re
import socket
from collections.abc import Callable
from contextlib import suppress

Address = tuple[str, int]
ANSWER_SECONDS = 0.3
"""How long an answer is waited for: to some of it none comes before the server's own deadline."""
_STATUS = re.compile(rb"^HTTP/1\.[01] (\d{3})", re.MULTILINE)
INBOUND = b"/webhooks/twilio/inbound"
GOOD = (
    b"POST "
    + INBOUND
    + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
)
PATHS = [
    INBOUND,
    b"/admin/login/",
    b"/health/sessions",
    b"/static/x.css",
    b"/nothing",
    b"*",
    b"",
    b"http://a/b",
    b"//",
]


def _no_http(luck: random.Random) -> bytes:
    return luck.choice(
        [
            luck.randbytes(luck.randrange(1, 3000)),
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + luck.randbytes(500),  # a TLS hello
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            + luck.choice([b"", b"\0\0\0\x04\0\0\0\0\0", luck.randbytes(100)]),
            b"\0" * luck.randrange(1, 100),
            b"\r\n" * luck.randrange(1, 1000),
            b"SSH-2.0-OpenSSH_9.2\r\n",
        ]
    )


def _request_line(luck: random.Random) -> bytes:
    method = luck.choice(
        [b"GET", b"POST", b"get", b"", b"G ET", b"\xff", b"X" * 10_000, b"CONNECT", b"TRACE"]
    )
    version = luck.choice(
        [b"HTTP/1.1", b"HTTP/1.0", b"HTTP/0.9", b"HTTP/2", b"HTTP/9.9", b"", b"http/1.1", b"\0"]
    )
    path = luck.choice(
        [*PATHS, b"/" + b"a" * 70_000, b"/\xff\xfe", b"/%ff%00", b"/a b", b"/\0", b"?", b"/?" + b"a&" * 3000]
    )
    end = luck.choice([b"\r\n", b"\n", b"\r", b"\r\n\r\n"])
    return luck.choice([b" ", b"  ", b"\t"]).join([method, path, version]) + end + b"Host: 127.0.0.1\r\n\r\n"


def _headers(luck: random.Random) -> bytes:
    odd = [
        *(
            b"X: a\r\n b",
            b" X: a",
            b"X : a",
            b": a",
            b"X",
            b"X: \0",
            b"\xff: a",
            b"X: \xff\xfe",
            b"X: " + b"a" * 20_000,
        ),
        *(
            b"Host: b",
            b"Host:",
            b"X: a\rY: b",
            b"X: a\nY: b",
            b"Cookie: " + b"a=b;" * 2000,
            b"Expect: 100-continue",
        ),
        *(
            b"Connection: upgrade\r\nUpgrade: websocket",
            b"Connection: Host",
            b"Range: bytes=0-",
            b"X_Y: a",
            b"TE: x",
        ),
        *(
            b"Content-Type: a/b; charset=rot13",
            b"Content-Type: multipart/form-data",
            b"X-Forwarded-For: \xff",
        ),
    ]
    lines = [*luck.sample(odd, luck.randrange(1, 4)), *[b"X: a"] * luck.choice([0, 0, 0, 99, 300])]
    target = luck.choice(PATHS) + luck.choice([b"", b"?a=b", b"?" + b"a=1&" * 1500])
    return b"GET " + target + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"\r\n".join(lines) + b"\r\n\r\n"


def _lengths(luck: random.Random) -> bytes:
    odd = [
        *(
            b"Content-Length: 5\r\nContent-Length: 6",
            b"Content-Length: 5\r\nContent-Length: 5",
            b"Content-Length: -1",
        ),
        *(
            b"Content-Length: 5\r\nTransfer-Encoding: chunked",
            b"Transfer-Encoding: chunked\r\nContent-Length: 999",
        ),
        *(
            b"Content-Length: a",
            b"Content-Length: 99999999999999999999999",
            b"Content-Length: +5",
            b"Content-Length: 0x5",
        ),
        *(
            b"Content-Length: 1000",
            b"Content-Length: 70000",
            b"Content-Length: 3",
            b"Content-Length:",
            b"X: y",
        ),
        *(
            b"Transfer-Encoding: gzip, chunked",
            b"Transfer-Encoding: x",
            b"Transfer-Encoding: chunked, chunked",
        ),
    ]
    body = luck.choice([b"", b"a=b&c", b"5\r\na=b&c\r\n0\r\n\r\n", b"a" * 70_000, luck.randbytes(50)])
    return GOOD.replace(INBOUND, luck.choice(PATHS)) + luck.choice(odd) + b"\r\n\r\n" + body


def _chunks(luck: random.Random) -> bytes:
    odd = [
        *(
            b"5\r\na=b&c\r\n",
            b"5;x=y\r\na=b&c\r\n",
            b"5\r\na=b&cX",
            b"-1\r\n",
            b"zz\r\n",
            b"\r\n",
            b"5\n",
            b"0005\r\na=b&c\r\n",
        ),
        *(
            b"ffffffffffffffffff\r\n",
            b"5;" + b"x" * 20_000 + b"\r\na=b&c\r\n",
            b"1\r\na\r\n" * 2000,
            b"0\r\n\r\n",
            b"0\r\nX: y\r\n\r\n",
        ),
    ]
    return GOOD + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(luck.sample(odd, 3)) + b"0\r\n\r\n"


def _pipelined(luck: random.Random) -> bytes:
    get = (
        b"GET "
        + luck.choice(PATHS)
        + luck.choice([b" HTTP/1.1", b" HTTP/1.0"])
        + b"\r\nHost: 127.0.0.1\r\n\r\n"
    )
    post = GOOD + b"Content-Length: 3\r\n\r\na=b"
    return b"".join(luck.choice([get, post, _headers(luck)]) for _ in range(luck.randrange(2, 20)))


_MAKERS: list[Callable[[random.Random], bytes]] = [
    _no_http,
    _request_line,
    _headers,
    _lengths,
    _chunks,
    _pipelined,
]


def odd_bytes(seed: int, number: int) -> bytes:
    luck = random.Random(f"{seed} {number}")
    sent = luck.choice(_MAKERS)(luck)
    return sent[: luck.randrange(len(sent))] if luck.random() < 0.2 and sent else sent


def statuses(address: Address, sent: bytes, *, leave_at_once: bool) -> list[int]:
    """Send it over a connection of its own and return the statuses of all answers to it."""
    answers = b""
    with socket.create_connection(address, timeout=5) as connection, suppress(OSError):
        connection.sendall(sent)
        connection.settimeout(ANSWER_SECONDS)
        while not leave_at_once and (data := connection.recv(2**16)):
            answers += data
            connection.settimeout(ANSWER_SECONDS / 10)
    return [int(status) for status in _STATUS.findall(answers)]
