"""Checks that a port is free before granian listens: granian would share it, or end in a traceback."""

import socket


class PortTaken(Exception):
    """The port cannot be used. The message tells the reader why."""


def require_free(port: int, *, host: str = "127.0.0.1") -> None:
    """Raise `PortTaken` if `port` of `host` cannot be used."""
    if not 1 <= port <= 65535:
        raise PortTaken(f"{port} is not a port: ports are numbers from 1 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(f"Port {port} cannot be used ({error}). Try another one.") from error
