"""The web process's entry point (granian, WSGI). It does not start with a failing system check."""

import os
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.core.signals import request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, reset_queries
from django.http import HttpResponse

from whatspr.ended_threads import close_connections_of_ended_threads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whatspr.settings")
_django = get_wsgi_application()
close_connections_of_ended_threads()
# A broken connection is closed at the end of its request. Django's second look at the start of the next
# request costs a webhook 5-10 % (measured), and so does clearing the query log, which is empty here.
request_started.disconnect(close_old_connections)
if not settings.DEBUG:
    request_started.disconnect(reset_queries)

# Granian runs no checks. `manage.py serve` has run those of the settings, with a nicer report.
if errors := [str(message) for message in run_checks() if message.level >= ERROR]:
    raise SystemExit("\n".join(["System check failed:", *errors]))


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Return a list if Django has the complete answer.

    Granian sends a list at once, and anything else chunk by chunk over a stream.
    """
    response = _django(environ, start_response)
    if not isinstance(response, HttpResponse):
        return response
    content = [response.content]
    response.close()  # ends Django's request; granian calls it for streams only
    return content
