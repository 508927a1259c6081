"""DATABASE_URL as Django's settings of a database. Errors never show a part that may be a password."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, unquote_plus, urlsplit

LOOKS_LIKE = "it looks like sqlite:////path or postgres://user:password@host:5432/name"
PLACE = {"user", "password", "host", "port", "dbname"}
POSTGRESQL = {"postgres", "postgresql", "psql", "pgsql"}
SWITCHES = {
    **dict.fromkeys(("on", "true", "yes", "y", "ok", "1"), True),
    **dict.fromkeys(("off", "false", "no", "n", "0", ""), False),
}


def parse(url: str) -> dict[str, Any]:
    """Return Django's settings of the database at `url`. Raises `ValueError` with a sentence."""
    if url == "sqlite://:memory:":  # its host is not one
        url = "sqlite://"
    if not re.match(r"[a-z][a-z0-9+.-]*://", url, re.IGNORECASE):
        raise ValueError(LOOKS_LIKE)
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ValueError(LOOKS_LIKE) from None
    if parts.scheme == "sqlite":
        return _sqlite(parts)
    if parts.scheme in POSTGRESQL:
        return _postgresql(parts)
    raise ValueError(f"the engine {parts.scheme!r} is unknown; {LOOKS_LIKE}")


def _sqlite(parts: SplitResult) -> dict[str, Any]:
    if parts.netloc:
        raise ValueError("SQLite has no host: three slashes begin a relative path, four an absolute one")
    if parts.fragment:
        raise ValueError('a "#" in the path is written %23')
    if parts.query:
        given = _names(dict(parse_qsl(parts.query, keep_blank_values=True)))
        raise ValueError(f"SQLite takes no options, so remove {given}")
    path = unquote_plus(parts.path.removeprefix("/"))
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path or ":memory:", "OPTIONS": {}}


def _postgresql(parts: SplitResult) -> dict[str, Any]:
    """Let libpq parse the hosts, the ports and the name: it knows sockets and several hosts."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    login, at, hosts = parts.netloc.rpartition("@")
    if parts.fragment or "@" in parts.path or ("@" in parts.query and not at):
        raise ValueError("user and password are percent-encoded (@ is %40, / is %2F, ? is %3F, # is %23)")
    user, _, password = login.partition(":")
    settings, options = _options(parts.query)
    try:
        place: dict[str, Any] = conninfo_to_dict(f"postgresql://{hosts}{parts.path}")
    except (ProgrammingError, UnicodeError):
        raise ValueError(LOOKS_LIKE) from None
    place = {"user": unquote(user), "password": unquote(password), **place}
    place |= {name: options.pop(name) for name in PLACE & options.keys()}
    host, name = place.get("host", ""), place.get("dbname", "")
    if name.startswith("/"):  # postgres:////folder/of/the/socket/name
        host, _, name = name.rpartition("/")
    if not name and "service" not in options:
        raise ValueError(f"it does not name the database; {LOOKS_LIKE}")
    ports = place.get("port", "")
    if not all(re.fullmatch("[0-9]{0,5}", port) and 0 < int(port or 1) < 65536 for port in ports.split(",")):
        raise ValueError("a port is a number from 1 to 65535")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": place["user"],
        "PASSWORD": place["password"],
        "HOST": host,
        "PORT": ports,
        **settings,
        "OPTIONS": options,
    }


def on_or_off(text: str) -> bool:
    """Return the bool of a text in any case; "" is False. Raises `KeyError` for another text."""
    return SWITCHES[text.lower()]


def _number_or_none(text: str) -> int | None:
    return None if text.lower() in ("", "none") else _number(text)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise ValueError
    return int(text)


DJANGO: dict[str, Callable[[str], Any]] = {
    "conn_max_age": _number_or_none,
    "conn_health_checks": on_or_off,
    "disable_server_side_cursors": on_or_off,
}
"""Options of the URL that are Django's own settings of a database."""
TYPED: dict[str, Callable[[str], Any]] = {
    "prepare_threshold": _number_or_none,
    "server_side_binding": on_or_off,
    **dict.fromkeys(("connect_timeout", "tcp_user_timeout"), _number),
    **dict.fromkeys(("keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count"), _number),
}
"""Options that are not texts."""


def _options(query: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return Django's own settings, and the OPTIONS, which Django hands on to psycopg and libpq."""
    from psycopg.pq import Conninfo

    given = {name.lower(): value for name, value in parse_qsl(query, keep_blank_values=True)}
    # Django sets the encoding itself.
    of_libpq = {option.keyword.decode() for option in Conninfo.get_defaults()} - {"client_encoding"}
    if unknown := given.keys() - of_libpq - DJANGO.keys() - TYPED.keys() - {"assume_role"}:
        raise ValueError(f"these options are unknown: {_names(unknown)}")
    settings: dict[str, Any] = {}
    options: dict[str, Any] = {}
    for name, text in given.items():
        try:
            if name in DJANGO:
                settings[name.upper()] = DJANGO[name](text)
            else:
                options[name] = TYPED.get(name, str)(text)
        except (KeyError, ValueError):
            raise ValueError(f"the value of its option {name} is not valid") from None
    return settings, options


def _names(options: Iterable[str]) -> str:
    """Return the names of options for an error; what does not look like a name may be part of a password."""
    return ", ".join(sorted(name if re.fullmatch(r"\w+", name) else "…" for name in options))
