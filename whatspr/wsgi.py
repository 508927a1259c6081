"""The web process's entry point (granian, WSGI). It refuses to start with a failing system check."""

import os

from django.core.checks import ERROR, run_checks
from django.core.wsgi import get_wsgi_application

from whatspr.ended_threads import close_connections_of_ended_threads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whatspr.settings")
application = get_wsgi_application()
close_connections_of_ended_threads()

# Granian runs no checks by itself; `manage.py serve` has run them before, with a nicer report.
if errors := [str(message) for message in run_checks() if message.level >= ERROR]:
    raise SystemExit("\n".join(["System check failed:", *errors]))
