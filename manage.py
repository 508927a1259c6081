#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whatspr.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from whatspr.private_files import keep_private

    # Static files are collected by root where the image is made, and served by another user.
    if sys.argv[1:2] != ["collectstatic"]:
        keep_private(Path(__file__).resolve().parent / "var")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if sys.argv[1:2] == ["doctor"]:
            from sessions_app.doctor.findings import unreadable_settings

            sys.stdout.write(f"{unreadable_settings(str(error), json='--json' in sys.argv)}\n")
            sys.exit(1)
        sys.exit(f"Please fix the configuration first: {error}")


if __name__ == "__main__":
    main()
