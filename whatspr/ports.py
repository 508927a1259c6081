"""Can we listen there? Asked before granian does: it would share the port, or end in a traceback."""

import socket


class PortTaken(Exception):
    """Nothing of ours can listen on the port; the message says why, for a person."""


def require_free(port: int, *, host: str = "127.0.0.1") -> None:
    """Raise `PortTaken` where nothing can listen on `port` of `host`."""
    if not 1 <= port <= 65535:
        raise PortTaken(f"{port} is no port: it has to be from 1 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(f"Port {port} cannot be used ({error}). Try another one.") from error
