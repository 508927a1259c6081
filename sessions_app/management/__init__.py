"""The commands for manage.py."""

SETTINGS_CHECKS = "settings"
"""The tag of the checks that our commands run first: those of the settings.

Django's own checks inspect the code and load the whole admin, which takes longer than the rest of a
start. `manage.py check` and each web process run them.
"""
